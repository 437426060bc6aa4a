// A place on which files are dropped; what chooses them otherwise stands in it.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

export function DropArea({ name, onFiles, children }: {
  name: string; // its class, which has `data-over` while something is held over it
  onFiles: (files: FileList | null | undefined) => void;
  children: ComponentChildren;
}) {
  const [over, setOver] = useState(false);
  return (
    <div
      class={name}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFiles(event.dataTransfer?.files);
      }}
    >
      {children}
    </div>
  );
}
