import { useEffect, useState } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { useMe, useReach } from '../me.ts';
import { useSession } from '../session-context.ts';
import { type PageLink, pagesFor } from './pages.ts';
import { useTheme } from './theme.ts';

const groups = ['Mail', 'Boards', 'People', 'Setup'] as const;

/** The pages, at the left; on a small screen behind a button. */
export function Rail({ onPalette, onHelp }: { readonly onPalette: () => void; readonly onHelp: () => void }) {
  const { settings, signIn } = useSession();
  const me = useMe();
  const [path] = useLocation();
  const [theme, nextTheme] = useTheme();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(false), [path]);
  const shown = pagesFor(settings, useReach());
  return (
    <header class={isOpen ? 'rail open' : 'rail'}>
      <div class="rail-head">
        <Link href="/" class="brand">
          Postern
        </Link>
        <span class="stage">{settings.stage}</span>
        <button type="button" class="menu-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Menu
        </button>
      </div>
      <nav aria-label="Pages">
        <button type="button" class="palette-button" onClick={onPalette}>
          Go to … <kbd>Ctrl K</kbd>
        </button>
        {groups.map((group) => (
          <PageGroup key={group} title={group} path={path} links={shown.filter((page) => page.group === group)} />
        ))}
        <div class="rail-foot">
          {me.data !== undefined && <span class="quiet">{me.data.name}</span>}
          <button type="button" class="plain" onClick={nextTheme}>
            Colours: {theme}
          </button>
          <button type="button" class="plain" onClick={onHelp}>
            Keys <kbd>?</kbd>
          </button>
          {signIn !== undefined && (
            <button type="button" class="plain" onClick={() => void signIn.end()}>
              Sign out
            </button>
          )}
          <span class="quiet number">v{settings.version}</span>
        </div>
      </nav>
    </header>
  );
}

function PageGroup({
  title,
  links,
  path,
}: {
  readonly title: string;
  readonly links: readonly PageLink[];
  readonly path: string;
}) {
  if (links.length === 0) return null;
  const isAt = (href: string): boolean =>
    href === '/' ? path === '/' || path.startsWith('/mails') : path.startsWith(href);
  return (
    <section>
      <h2 class="rail-title">{title}</h2>
      <ul>
        {links.map(({ href, title: name }) => (
          <li key={href}>
            <Link href={href} aria-current={isAt(href) ? 'page' : undefined}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
