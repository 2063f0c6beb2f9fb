import type { CrmRecordLink, MailDetail, Suppression } from '../contract.ts';
import { useSession } from '../session-context.ts';
import { Badge } from '../ui/badge.tsx';
import { EmptyBox } from '../ui/state-boxes.tsx';
import { Time } from '../ui/time.tsx';

/** Results of the mail elsewhere: records of CRMs, and the targets of a suppression. */
export function RecordsTab({ detail: { records = [], suppressions = [] } }: { readonly detail: MailDetail }) {
  if (records.length + suppressions.length === 0)
    return (
      <EmptyBox title="Nothing written">
        <p>Records appear here once the CRM has them. The story says where the mail is.</p>
      </EmptyBox>
    );
  return (
    <>
      {records.length > 0 && (
        <section>
          <h3>Records of CRMs</h3>
          <ul class="plain-list">
            {records.map((record) => (
              <li key={`${record.connection} ${record.type} ${record.id}`} class="line">
                <span class="grow">
                  {record.vendor} {record.type} <RecordLink record={record} />
                </span>
                <span class="quiet">{record.integration}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {suppressions.length > 0 && (
        <section>
          <h3>Suppressions, and who knows of them</h3>
          {suppressions.map((suppression) => (
            <Heard key={`${suppression.change} ${suppression.at} ${suppression.channel}`} suppression={suppression} />
          ))}
        </section>
      )}
    </>
  );
}

/** The types of HubSpot's sandbox by the names that deliveries use. */
const sandboxTypes: Readonly<Record<string, string>> = {
  contact: 'contacts',
  company: 'companies',
  deal: 'deals',
  activity: 'emails',
};

function RecordLink({ record: { vendor, type, id, url } }: { readonly record: CrmRecordLink }) {
  const { sandbox } = useSession().settings;
  const sandboxType = sandbox && vendor === 'hubspot' ? (sandboxTypes[type] ?? type) : undefined;
  const href = sandboxType === undefined ? url : `/crm/${sandboxType}/${encodeURIComponent(id)}`;
  if (href === undefined || !/^(?:https?:\/\/|\/)/.test(href)) return <code>{id}</code>;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {id}
    </a>
  );
}

const Heard = ({ suppression: { channel, change, at, targets } }: { readonly suppression: Suppression }) => (
  <div class="card">
    <p>
      <strong>{change}</strong> {channel !== undefined && <span class="quiet">{channel}</span>} <Time at={at} />
    </p>
    <table>
      <thead>
        <tr>
          <th>Target</th>
          <th>State</th>
          <th>When</th>
        </tr>
      </thead>
      <tbody>
        {targets.map(({ target, state, at: when, reason }) => (
          <tr key={target}>
            <td>{target}</td>
            <td>
              <Badge tone={/done|written|confirmed|synced/.test(state) ? 'good' : 'wait'}>{state}</Badge> {reason}
            </td>
            <td>{when !== undefined && <Time at={when} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
