import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { type Act, DryRunDialog } from '../actions/dry-run-dialog.tsx';
import { get } from '../api.ts';
import { useMay } from '../me.ts';
import { Badge } from '../ui/badge.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { EmptyBox, Loaded } from '../ui/state-boxes.tsx';
import { Time } from '../ui/time.tsx';
import type { Provider } from './contract.ts';
import { Page } from './page.tsx';

const renewMs = 15_000;

/** Mailbox providers with their complaints, and those that are on hold. */
export function ProvidersPage() {
  const providers = useQuery({
    queryKey: ['providers'],
    queryFn: ({ signal }) => get<{ providers: readonly Provider[] }>('/v1/providers', {}, signal),
    refetchInterval: renewMs,
  });
  return (
    <Page
      title="Providers"
      lead="Mailbox providers by the complaints of their users. A provider with too many is on hold: eligibility answers no for its addresses."
    >
      <Loaded query={providers}>{(answer) => <ProviderTable providers={answer.providers} />}</Loaded>
    </Page>
  );
}

function ProviderTable({ providers }: { readonly providers: readonly Provider[] }) {
  const [act, setAct] = useState<Act>();
  const mayRelease = useMay('holds:write');
  if (providers.length === 0)
    return (
      <EmptyBox title="No provider is known yet">
        <p>Providers appear with the first complaint, or the first report of what was sent.</p>
      </EmptyBox>
    );
  return (
    <ScrollBox label="Providers">
      <table>
        <thead>
          <tr>
            <th>Provider</th>
            <th class="right">Sent</th>
            <th class="right">Complaints</th>
            <th class="right">Hard bounces</th>
            <th class="right">Deferred</th>
            <th>Hold</th>
          </tr>
        </thead>
        <tbody>
          {providers.map((provider) => (
            <tr key={`${provider.tenant} ${provider.provider}`}>
              <td>
                {provider.provider} <span class="quiet">{provider.tenant}</span>
              </td>
              <td class="right number">{provider.sent.toLocaleString('en')}</td>
              <td class="right number">{percentOf(provider.complaintRate)}</td>
              <td class="right number">{percentOf(provider.hardBounceRate)}</td>
              <td class="right number">{percentOf(provider.deferralRate)}</td>
              <td>
                {provider.held === undefined ? (
                  <span class="quiet">none</span>
                ) : (
                  <>
                    <Badge tone="bad">on hold</Badge> {provider.held.reason} since <Time at={provider.held.since} />{' '}
                    {mayRelease && (
                      <button type="button" class="small" onClick={() => setAct(releaseOf(provider))}>
                        Release
                      </button>
                    )}
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {act !== undefined && <DryRunDialog act={act} onClose={() => setAct(undefined)} />}
    </ScrollBox>
  );
}

const percentOf = (share: number): string => `${(share * 100).toFixed(2)} %`;

const releaseOf = ({ provider, tenant }: Provider): Act => ({
  title: `Release ${provider}`,
  text: 'Mail to addresses of this provider is allowed again. Release it once the cause of the complaints is gone.',
  path: `/v1/holds/${encodeURIComponent(provider)}/release`,
  body: { tenant },
  verb: 'Release the hold',
});
