import { useState } from 'preact/hooks';
import { Route, Switch } from 'wouter-preact';
import { useKeys } from './keys.ts';
import { MailsPage } from './mails/mails-page.tsx';
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
