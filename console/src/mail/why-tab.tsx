import type { Decision, MailDetail } from '../contract.ts';
import { EmptyBox } from '../ui/state-boxes.tsx';

const decisionsOf = ({ explain }: MailDetail): readonly Decision[] =>
  explain === undefined ? [] : 'decisions' in explain ? (explain.decisions ?? []) : (explain as readonly Decision[]);

/** Each decision about the mail with its rule and its evidence. */
export function WhyTab({ detail }: { readonly detail: MailDetail }) {
  const decisions = decisionsOf(detail);
  const stops = detail.card.deliveries.filter(({ reason }) => reason !== undefined);
  if (decisions.length === 0 && stops.length === 0)
    return (
      <EmptyBox title="No decisions">
        <p>
          Decisions are made once a mail is read. <code>npx postern explain {detail.card.eventId ?? '<event>'}</code>{' '}
          reads the raw mail again.
        </p>
      </EmptyBox>
    );
  return (
    <dl class="decisions">
      {stops.map(({ integration, fate, reason }) => (
        <div key={integration}>
          <dt>
            {fate} <span class="quiet">at {integration}</span>
          </dt>
          <dd>{reason}</dd>
        </div>
      ))}
      {decisions.map(({ decision, outcome, rule, evidence }) => (
        <div key={`${decision} ${rule} ${outcome}`}>
          <dt>
            {decision}: <strong>{outcome}</strong>
          </dt>
          <dd>
            <span class="quiet">Rule:</span> {rule}
            {evidence.length > 0 && (
              <ul>
                {evidence.map((line) => (
                  <li key={line}>
                    <bdi>{line}</bdi>
                  </li>
                ))}
              </ul>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
