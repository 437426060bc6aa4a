// The keys of the list, and a switch for those of one letter: speech input would press them unasked
// (WCAG 2.1.4).
import { useState } from 'preact/hooks';
import { t } from '../../texts/comments';
import { Dialog } from '../../view/parts';

const KEPT = 'placet.keys';
export const keysAreOn = (): boolean => localStorage.getItem(KEPT) !== 'off';

export function KeysHelp({ onClose }: { onClose: () => void }) {
  const [on, setOn] = useState(keysAreOn());
  const choose = (chosen: boolean) => {
    localStorage.setItem(KEPT, chosen ? 'on' : 'off');
    setOn(chosen);
  };
  const keys = [
    [['↓', '↑', 'j', 'k'], t('keyMove')],
    [['←', '→'], t('keyCells')],
    [['Page Down', 'Page Up'], t('keyPages')],
    [['Ctrl Home', 'Ctrl End'], t('keyEnds')],
    [['Enter'], t('keyOpen')],
    [['Esc'], t('keyClose')],
    [['x', 'Space'], t('keySelect')],
    [['Shift ↓', 'Shift ↑', 'J', 'K'], t('keyExtend')],
    [['a'], t('keyAccept')],
    [['A'], t('keyAcceptPrinciple')],
    [['n'], t('keyNotAccept')],
    [['d'], t('keyNote')],
    [['u'], t('keyUndo')],
    [['/'], t('keySearch')],
    [['?'], t('keyHelp')],
  ] as const;
  return (
    <Dialog title={t('keys')} onClose={onClose}>
      <dl class="key-list">
        {keys.map(([names, text]) => (
          <>
            <dt key={text}>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </>
        ))}
      </dl>
      <p>
        <label>
          <input type="checkbox" checked={on} onChange={(event) => choose(event.currentTarget.checked)} /> {t('keysOn')}
        </label>
      </p>
      <p class="hint">{t('keysHint')}</p>
    </Dialog>
  );
}
