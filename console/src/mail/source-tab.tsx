import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { get } from '../api.ts';
import type { MailPart, MailSource } from '../contract.ts';
import { RequestError } from '../problem.ts';
import { sizeOf } from '../time-words.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { SourceBox } from '../ui/scroll-box.tsx';
import { Loaded } from '../ui/state-boxes.tsx';

/** Headers, structure and the raw source of the mail: its reading is recorded in the audit trail. */
export function SourceTab({ id }: { readonly id: string }) {
  const [anyway, setAnyway] = useState(false);
  const source = useQuery({
    queryKey: ['source', id, anyway],
    queryFn: () => get<MailSource>(`/v1/mails/${encodeURIComponent(id)}/source`, anyway ? { anyway: '1' } : {}),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isDangerous =
    source.error instanceof RequestError && source.error.problem.type?.endsWith(':confirm-danger') === true;
  if (isDangerous)
    return (
      <div class="box">
        <strong>The source holds a file that may be dangerous</strong>
        <p>Here it is shown as text only. Whoever saves it should know what is in it.</p>
        <button type="button" onClick={() => setAnyway(true)}>
          Show the source anyway
        </button>
      </div>
    );
  return <Loaded query={source}>{(loaded) => <SourceContent source={loaded} />}</Loaded>;
}

function SourceContent({ source: { headers, parts, source, bytes, isCut } }: { readonly source: MailSource }) {
  return (
    <>
      <section>
        <h3>Structure</h3>
        <ul class="parts">
          <Part part={parts} />
        </ul>
      </section>
      <section>
        <h3>Headers</h3>
        <table class="headers">
          <tbody>
            {headers.map(([name, value], place) => (
              <tr key={`${place} ${name}`}>
                <th scope="row">{name}</th>
                <td>
                  <bdi>{value.slice(0, 4000)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section>
        <h3>
          Source <span class="quiet number">{sizeOf(bytes)}</span> <CopyButton text={source} />
        </h3>
        {isCut && <p class="note wait-note">The begin of it; the whole is at GET /v1/events/…/raw.</p>}
        <SourceBox label="Source" text={source} />
      </section>
    </>
  );
}

const Part = ({
  part: { type, disposition, filename, bytes, encoding, children = [] },
}: {
  readonly part: MailPart;
}) => (
  <li>
    <code>{type}</code>{' '}
    <span class="quiet number">
      {sizeOf(bytes)}
      {encoding !== undefined && `, ${encoding}`}
      {disposition !== undefined && `, ${disposition}`}
    </span>{' '}
    {filename !== undefined && <bdi>{filename}</bdi>}
    {children.length > 0 && (
      <ul>
        {children.map((child, place) => (
          <Part key={`${place} ${child.type}`} part={child} />
        ))}
      </ul>
    )}
  </li>
);
