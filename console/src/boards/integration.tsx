import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { get } from '../api.ts';
import { useReach } from '../me.ts';
import { Badge } from '../ui/badge.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { EmptyBox, Loaded } from '../ui/state-boxes.tsx';
import { Tabs } from '../ui/tabs.tsx';
import type { MappingField } from './contract.ts';
import { toneOfMode, valueText } from './integration-words.ts';
import { useConfiguration } from './integrations.tsx';
import { Page } from './page.tsx';
import { ShadowTab } from './shadow-tab.tsx';

/** One integration: its mapping, its shadow comparison, its way to production. */
export function IntegrationPage({ name }: { readonly name: string }) {
  const integration = useConfiguration().data?.integrations.find(({ key }) => key === name);
  const hasShadow = useReach().routes?.has('/v1/integrations/{key}/shadow') !== false;
  const [tab, setTab] = useState('shadow');
  return (
    <Page
      title={name}
      lead={
        <>
          <Link href="/integrations">All integrations</Link>
          {integration !== undefined && (
            <>
              {' '}
              · <Badge tone={toneOfMode(integration.mode)}>{integration.mode}</Badge> · {integration.connection} ·{' '}
              {integration.tenant}
            </>
          )}
        </>
      }
    >
      <Tabs
        label="Parts of the integration"
        chosen={tab}
        onChoose={setTab}
        tabs={[
          ...(hasShadow
            ? [{ id: 'shadow', title: 'Shadow comparison', content: () => <ShadowTab name={name} /> }]
            : []),
          { id: 'mapping', title: 'Mapping', content: () => <MappingTab name={name} /> },
        ]}
      />
    </Page>
  );
}

interface Mapping {
  /** The name of the mapping with its version. */
  readonly mapping: string;
  readonly fields: readonly MappingField[];
  readonly mistake?: string;
}

function MappingTab({ name }: { readonly name: string }) {
  const mapping = useQuery({
    queryKey: ['mapping', name],
    queryFn: ({ signal }) => get<Mapping>(`/v1/integrations/${encodeURIComponent(name)}/mapping`, {}, signal),
  });
  return (
    <>
      {mapping.data !== undefined && (
        <p class="quiet">
          <code>{mapping.data.mapping}</code> {mapping.data.mistake}
        </p>
      )}
      <Loaded query={mapping}>
        {({ fields }) =>
          fields.length === 0 ? (
            <EmptyBox title="The default mapping">
              <p>This integration adds no fields of its own.</p>
            </EmptyBox>
          ) : (
            <ScrollBox label="Mapping">
              <table>
                <thead>
                  <tr>
                    <th>Record</th>
                    <th>Field</th>
                    <th>Comes from</th>
                    <th>When it is written</th>
                  </tr>
                </thead>
                <tbody>
                  {fields.map(({ object, field, from, template, value, policy }) => (
                    <tr key={`${object} ${field}`}>
                      <td>{object}</td>
                      <td>
                        <code>{field}</code>
                      </td>
                      <td>
                        <code>{from ?? template ?? valueText(value)}</code>
                      </td>
                      <td>{policy}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollBox>
          )
        }
      </Loaded>
    </>
  );
}
