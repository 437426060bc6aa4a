// A Word document with a table of comments, in the eight columns of the template.
import zlib from 'node:zlib';

const TITLES = [
  'MB/NC',
  'Line number',
  'Clause/ Subclause',
  'Paragraph/ Figure/ Table',
  'Type of comment',
  'Comments',
  'Proposed change',
  'Observations of the secretariat',
];
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; ++bit) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte >>> 0;
});
// Node 18 has none of its own.
const crc32 = zlib.crc32 ?? ((bytes) => ~bytes.reduce((crc, byte) => TABLE[(crc ^ byte) & 255] ^ (crc >>> 8), ~0) >>> 0);

// A container whose parts are stored as they are.
function zip(parts) {
  const [bodies, entries] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const [file, content] = [Buffer.from(name), Buffer.from(text)];
    const common = Buffer.alloc(26); // what the head of a part and its entry in the directory share
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(file.length, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(at, 10);
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, entry, file]));
    bodies.push(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, file, content]));
    at += bodies.at(-1).length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, directory, end]);
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const cell = (text) => `<w:tc><w:tcPr/><w:p><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p></w:tc>`;
const row = (cells) => `<w:tr>${cells.map(cell).join('')}</w:tr>`;

const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

// rows: arrays of up to eight texts.
export function word(rows) {
  const whole = [TITLES, ...rows].map((cells) => row(Array.from({ length: 8 }, (_, i) => cells[i] ?? '')));
  const grid = '<w:gridCol w:w="1200"/>'.repeat(8);
  return zip({
    '[Content_Types].xml': [
      XML,
      `<Types xmlns="${PACKAGE}/content-types">`,
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
      '<Default Extension="xml" ContentType="application/xml"/>',
      `<Override PartName="/word/document.xml" ContentType="${MAIN}"/></Types>`,
    ].join(''),
    '_rels/.rels': [
      XML,
      `<Relationships xmlns="${PACKAGE}/relationships">`,
      `<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ].join(''),
    'word/document.xml': [
      XML,
      `<w:document xmlns:w="${WORD}"><w:body><w:tbl><w:tblGrid>${grid}</w:tblGrid>`,
      ...whole,
      '</w:tbl></w:body></w:document>',
    ].join(''),
  });
}
