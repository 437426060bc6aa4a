// Whom a comment is given to: an identifier, with the people that there are to choose from.
import { idOf } from '../../route';
import { t } from '../../texts/comments';
import { Field } from '../../view/parts';
import { usePeople } from './people';

export function Assignee({ value, hint, onInput }: { value: string; hint: string; onInput: (value: string) => void }) {
  const people = usePeople();
  return (
    <Field label={t('assignee')} hint={hint}>
      {(props) => (
        <>
          <input {...props} name="assignee" list={`${props.id}-people`} value={value} onInput={(event) => onInput(event.currentTarget.value)} />
          <datalist id={`${props.id}-people`}>
            {[...people.values()].map(({ name, displayName }) => (
              <option key={name} value={idOf(name)}>
                {displayName}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
