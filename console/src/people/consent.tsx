import { useMutation } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { compact } from '../../../lambdas/compact.ts';
import { post } from '../api.ts';
import { Page } from '../boards/page.tsx';
import { Badge } from '../ui/badge.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { EmptyBox, ErrorBox, Skeleton } from '../ui/state-boxes.tsx';
import { Time } from '../ui/time.tsx';
import { eligibleOf, isOpenTarget, targetWords, verdictOf } from './consent-words.ts';
import type { ConsentEntry, ConsentLookUp, ConsentReason, ConsentTarget } from './contract.ts';

/** Answers whether a person may be written to, and which systems know it. The address is never in the address of the page. */
export function ConsentPage() {
  const [address, setAddress] = useState('');
  const [tenant, setTenant] = useState('');
  const lookUp = useMutation({
    mutationFn: () =>
      post<ConsentLookUp>(
        '/v1/consent/lookup',
        compact({ address: address.trim(), tenant: tenant.trim() || undefined }),
      ),
  });
  return (
    <Page title="Consent" lead="Is this person unsubscribed everywhere? The look-up is recorded with your name.">
      <form
        class="form look-up"
        onSubmit={(event) => {
          event.preventDefault();
          lookUp.mutate();
        }}
      >
        <label>
          <span>Address</span>
          <input
            type="email"
            required
            autoComplete="off"
            value={address}
            onInput={({ currentTarget }) => setAddress(currentTarget.value)}
          />
        </label>
        <label>
          <span>Tenant</span>
          <input
            placeholder="the only one"
            value={tenant}
            onInput={({ currentTarget }) => setTenant(currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary" disabled={lookUp.isPending}>
          Look up
        </button>
      </form>
      {lookUp.isPending && <Skeleton rows={4} height={40} />}
      {lookUp.error != null && <ErrorBox error={lookUp.error} retry={() => lookUp.mutate()} />}
      {lookUp.data !== undefined && !lookUp.isPending && <Answer found={lookUp.data} />}
    </Page>
  );
}

function Answer({ found }: { readonly found: ConsentLookUp }) {
  const { tone, title, text } = verdictOf(found);
  return (
    <>
      <div class={`note ${tone}-note verdict`} role="status">
        <strong>{title}</strong>
        <p>{text}</p>
      </div>
      <section class="block">
        <h2>May be written to for</h2>
        <p class="badges">
          {Object.entries(eligibleOf(found)).map(([purpose, isAllowed]) => (
            <Badge key={purpose} tone={isAllowed ? 'good' : 'bad'}>
              {purpose}: {isAllowed ? 'yes' : 'no'}
            </Badge>
          ))}
        </p>
        <Reasons reasons={found.reasons ?? found.answer?.reasons ?? []} />
      </section>
      <section class="block">
        <h2>Who knows</h2>
        <Targets targets={found.targets} />
      </section>
      <section class="block">
        <h2>History and proof</h2>
        <History history={found.history} />
      </section>
    </>
  );
}

const Reasons = ({ reasons }: { readonly reasons: readonly ConsentReason[] }) => (
  <ul>
    {reasons.map(({ code, purposes, since, source, evidence, detail }) => (
      <li key={`${code} ${since} ${purposes.join()}`}>
        Not for {purposes.join(', ')}: <strong>{code}</strong> {detail}
        {since !== undefined && (
          <>
            {' '}
            since <Time at={since} />
          </>
        )}
        {source !== undefined && (
          <span class="quiet">
            {' '}
            by {source} {evidence}
          </span>
        )}
      </li>
    ))}
  </ul>
);

function Targets({ targets }: { readonly targets: readonly ConsentTarget[] }) {
  if (targets.length === 0) return <p class="quiet">No other system is connected for this person.</p>;
  return (
    <ul class="plain-list">
      {targets.map((target) => {
        const at = target.verifiedAt ?? target.at;
        return (
          <li key={target.target} class="line">
            <span class="grow">{target.target}</span>
            <Badge tone={isOpenTarget(target) ? 'wait' : 'good'}>{targetWords(target)}</Badge>
            <span class="quiet">
              {target.reason ?? target.proof?.answer} {at !== undefined && <Time at={at} />}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function History({ history }: { readonly history: readonly ConsentEntry[] }) {
  if (history.length === 0) return <EmptyBox title="Nothing is recorded about this person" />;
  return (
    <ScrollBox label="History">
      <table>
        <thead>
          <tr>
            <th>When</th>
            <th>Change</th>
            <th>By</th>
            <th>Proof</th>
          </tr>
        </thead>
        <tbody>
          {history.map(({ at, change, signal, source, evidence, purposes, standing }) => (
            <tr key={`${at} ${signal} ${change} ${evidence}`}>
              <td>
                <Time at={at} />
              </td>
              <td>
                {change ?? signal} {purposes?.join(', ')}{' '}
                {standing !== undefined && <Badge tone="wait">{standing}</Badge>}
              </td>
              <td>{source}</td>
              <td>
                <bdi>{evidence}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
