import { QueryClient, QueryClientProvider } from '@tanstack/preact-query';
import { render } from 'preact';
import { App } from './app.tsx';
import { isRetried, retryDelay } from './problem.ts';
import { startSession } from './session.ts';
import { SessionContext } from './session-context.ts';
import './styles/base.css';
import './styles/layout.css';
import './styles/mails.css';
import './styles/boards.css';

const staleMs = 1000;

const client = new QueryClient({
  defaultOptions: {
    queries: { retry: isRetried, retryDelay, staleTime: staleMs, refetchIntervalInBackground: false },
  },
});
const root = document.querySelector('#console')!;

// Only a stage with a sign-in loads what it needs for one.
startSession(async (settings) => (await import('./sign-in.ts')).openSignIn(settings)).then(
  (session) =>
    render(
      <SessionContext.Provider value={session}>
        <QueryClientProvider client={client}>
          <App />
        </QueryClientProvider>
      </SessionContext.Provider>,
      root,
    ),
  (error: unknown) => {
    root.textContent = `The console cannot start: ${String(error)}. Load the page again.`;
  },
);
