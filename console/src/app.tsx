import { useState } from 'preact/hooks';
import { Route, Switch } from 'wouter-preact';
import { HealthPage } from './boards/health.tsx';
import { IntegrationPage } from './boards/integration.tsx';
import { IntegrationsPage } from './boards/integrations.tsx';
import { KpisPage } from './boards/kpis.tsx';
import { PromisesPage } from './boards/promises.tsx';
import { ProvidersPage } from './boards/providers.tsx';
import { useKeys } from './keys.ts';
import { ComposePage } from './laptop/compose.tsx';
import { SandboxPage } from './laptop/sandbox.tsx';
import { MailsPage } from './mails/mails-page.tsx';
import { ConsentPage } from './people/consent.tsx';
import { ReviewsPage } from './people/reviews.tsx';
import { HelpDialog } from './shell/help-dialog.tsx';
import { Palette } from './shell/palette.tsx';
import { Rail } from './shell/rail.tsx';
import { EmptyBox } from './ui/state-boxes.tsx';

/** The console: the rail, and the page that the address names. */
export function App() {
  const [open, setOpen] = useState<'help' | 'palette'>();
  useKeys({ '?': () => setOpen('help'), 'Ctrl+k': () => setOpen('palette') });
  return (
    <>
      <a class="skip-link" href="#content">
        To the content
      </a>
      <Rail onPalette={() => setOpen('palette')} onHelp={() => setOpen('help')} />
      <main id="content" tabIndex={-1}>
        <Switch>
          <Route path="/">
            <MailsPage />
          </Route>
          <Route path="/mails/:id">{({ id }) => <MailsPage mailId={id} />}</Route>
          <Route path="/boards/health">
            <HealthPage />
          </Route>
          <Route path="/boards/promises">
            <PromisesPage />
          </Route>
          <Route path="/boards/kpis">
            <KpisPage />
          </Route>
          <Route path="/boards/providers">
            <ProvidersPage />
          </Route>
          <Route path="/boards/sandbox">
            <SandboxPage />
          </Route>
          <Route path="/reviews">
            <ReviewsPage />
          </Route>
          <Route path="/compose">
            <ComposePage />
          </Route>
          <Route path="/consent">
            <ConsentPage />
          </Route>
          <Route path="/integrations">
            <IntegrationsPage />
          </Route>
          <Route path="/integrations/:name">{({ name }) => <IntegrationPage name={name} />}</Route>
          <Route>
            <EmptyBox title="There is no such page">
              <p>
                <a href="/">All mails</a>
              </p>
            </EmptyBox>
          </Route>
        </Switch>
      </main>
      {open === 'help' && <HelpDialog onClose={() => setOpen(undefined)} />}
      {open === 'palette' && <Palette onClose={() => setOpen(undefined)} />}
    </>
  );
}
