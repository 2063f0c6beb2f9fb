import { useQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import { get } from '../api.ts';
import { Badge } from '../ui/badge.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { EmptyBox, Loaded } from '../ui/state-boxes.tsx';
import type { ConnectionLine, IntegrationLine } from './contract.ts';
import { routeText, toneOfMode } from './integration-words.ts';
import { Page } from './page.tsx';

interface Configuration {
  readonly integrations: readonly IntegrationLine[];
  readonly connections: readonly ConnectionLine[];
}

/** Reads the integrations and connections of the caller. */
export const useConfiguration = () =>
  useQuery({
    queryKey: ['integrations'],
    queryFn: ({ signal }) => get<Configuration>('/v1/integrations', {}, signal),
    staleTime: 5000,
  });

/** The integrations with their modes, and the connections. */
export function IntegrationsPage() {
  const configuration = useConfiguration();
  return (
    <Page
      title="Integrations"
      lead="Which addresses take mail, for whom, and where it goes. The file is changed with postern routes apply."
    >
      <Loaded query={configuration}>
        {({ integrations, connections }) => (
          <>
            <Integrations integrations={integrations} />
            <section class="block">
              <h2>Connections</h2>
              <Connections connections={connections} />
            </section>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Integrations({ integrations }: { readonly integrations: readonly IntegrationLine[] }) {
  if (integrations.length === 0)
    return (
      <EmptyBox title="No integration yet">
        <p>
          Write one: <code>npx postern routes apply integrations.yaml</code>. The repository has
          integrations.example.yaml.
        </p>
      </EmptyBox>
    );
  return (
    <ScrollBox label="Integrations">
      <table>
        <thead>
          <tr>
            <th>Integration</th>
            <th>Mode</th>
            <th>Connection</th>
            <th>Addresses</th>
          </tr>
        </thead>
        <tbody>
          {integrations.map(({ key, tenant, mode, connection, routes = [] }) => (
            <tr key={key}>
              <td>
                <Link href={`/integrations/${encodeURIComponent(key)}`}>{key}</Link> <span class="quiet">{tenant}</span>
              </td>
              <td>
                <Badge tone={toneOfMode(mode)}>{mode}</Badge>
              </td>
              <td>{connection}</td>
              <td>{routes.map(routeText).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

const Connections = ({ connections }: { readonly connections: readonly ConnectionLine[] }) => (
  <ScrollBox label="Connections">
    <table>
      <thead>
        <tr>
          <th>Connection</th>
          <th>Vendor</th>
          <th>Tenants</th>
          <th>Circuit</th>
        </tr>
      </thead>
      <tbody>
        {connections.map(({ key, vendor, tenants, circuit, reason, waiting = 0 }) => (
          <tr key={key}>
            <td>{key}</td>
            <td>{vendor}</td>
            <td>{tenants.join(', ')}</td>
            <td>
              {circuit !== undefined && <Badge tone={circuit === 'open' ? 'bad' : 'good'}>{circuit}</Badge>} {reason}
              {waiting > 0 && <span class="quiet number"> {waiting} wait</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollBox>
);
