import { useMutation, useQuery, useQueryClient } from '@tanstack/preact-query';
import type { ComponentChildren } from 'preact';
import { post } from '../api.ts';
import { Dialog } from '../ui/dialog.tsx';
import { SourceBox } from '../ui/scroll-box.tsx';
import { ErrorBox, Loaded } from '../ui/state-boxes.tsx';
import { linesOf } from './result-lines.ts';

/** An act on stored data, as a route takes it. */
export interface Act {
  readonly title: string;
  /** The effect, in a sentence. */
  readonly text: ComponentChildren;
  readonly path: string;
  readonly body: object;
  /** The word on the button. */
  readonly verb: string;
  readonly isDangerous?: boolean;
}

/** Shows what an act would do, and does it when a person confirms. */
export function DryRunDialog({ act, onClose }: { readonly act: Act; readonly onClose: () => void }) {
  const client = useQueryClient();
  const preview = useQuery({
    queryKey: ['dry-run', act.path, act.body],
    queryFn: () => post<object>(act.path, { ...act.body, dryRun: true }),
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const run = useMutation({
    mutationFn: () => post<object>(act.path, { ...act.body, dryRun: false }),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'dry-run' }),
  });
  return (
    <Dialog title={act.title} onClose={onClose}>
      <p>{act.text}</p>
      {run.data === undefined ? (
        <>
          <h3 class="spaced">This would happen</h3>
          <Loaded query={preview} rows={3}>
            {(result) => <Result result={result} />}
          </Loaded>
          {run.error != null && <ErrorBox error={run.error} retry={() => run.mutate()} />}
          <p class="buttons">
            <button
              type="button"
              class={act.isDangerous === true ? 'danger' : 'primary'}
              disabled={preview.data === undefined || run.isPending}
              onClick={() => run.mutate()}
            >
              {run.isPending ? 'At work …' : act.verb}
            </button>
            <button type="button" onClick={onClose}>
              Leave it
            </button>
          </p>
        </>
      ) : (
        <>
          <h3 class="spaced">Done</h3>
          <div role="status">
            <Result result={run.data} />
          </div>
          <p class="quiet">The audit trail has your name with it.</p>
          <p class="buttons">
            <button type="button" class="primary" onClick={onClose}>
              Close
            </button>
          </p>
        </>
      )}
    </Dialog>
  );
}

const Result = ({ result }: { readonly result: object }) => (
  <>
    <dl class="result">
      {linesOf(result).map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
    <details>
      <summary>Everything that was answered</summary>
      <SourceBox label="The whole answer" text={JSON.stringify(result, null, 2)} />
    </details>
  </>
);
