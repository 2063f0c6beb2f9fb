import type { ComponentChildren } from 'preact';
import { adviceFor } from '../problem.ts';
import { useSession } from '../session-context.ts';

/** Says why something is not shown and what to do. */
export function ErrorBox({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { title, text, action } = adviceFor(error);
  return (
    <div class="box bad-box" role="alert">
      <strong>{title}</strong>
      <p>{text}</p>
      {action === 'retry' && retry !== undefined && (
        <button type="button" onClick={retry}>
          Try again now
        </button>
      )}
      {action === 'sign-in' && <SignInButton />}
    </div>
  );
}

/** An empty place, with the next step. */
export const EmptyBox = ({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) => (
  <div class="box empty-box">
    <strong>{title}</strong>
    {children}
  </div>
);

/** Grey lines in the size of the content that is on its way. */
export const Skeleton = ({ rows = 3, height = 20 }: { readonly rows?: number; readonly height?: number }) => (
  <div class="skeleton" role="status" aria-label="Loading">
    {Array.from({ length: rows }, (_, row) => (
      <div key={row} style={{ height }} />
    ))}
  </div>
);

interface LoadedQuery<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  /** The error of the last try, while further ones are made. */
  readonly failureReason?: unknown;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
}

/** Shows the content of a query: a skeleton before it, the last data with a note when it cannot be renewed. */
export function Loaded<T>({
  query,
  rows = 6,
  height = 28,
  children,
}: {
  readonly query: LoadedQuery<T>;
  readonly rows?: number;
  readonly height?: number;
  readonly children: (data: T) => ComponentChildren;
}) {
  const { data, error, failureReason, refetch } = query;
  if (data === undefined && error != null) return <ErrorBox error={error} retry={() => refetch()} />;
  if (data === undefined)
    return (
      <>
        {failureReason != null && <ErrorBox error={failureReason} />}
        <Skeleton rows={rows} height={height} />
      </>
    );
  return (
    <>
      {error != null && <StaleNote error={error} />}
      {children(data)}
    </>
  );
}

/** The shown data could not be renewed. */
export function StaleNote({ error }: { readonly error: unknown }) {
  const { title, text, action } = adviceFor(error);
  return (
    <p class="note wait-note" role="status">
      Shown as it was last read. {title}: {text} {action === 'sign-in' && <SignInButton />}
    </p>
  );
}

/** Leaves for the issuer and comes back to this page; absent where nobody signs in. */
function SignInButton() {
  const { signIn } = useSession();
  if (signIn === undefined) return null;
  return (
    <button type="button" class="primary" onClick={() => void signIn.start()}>
      Sign in
    </button>
  );
}
