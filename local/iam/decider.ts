import { suppliedKey, usualContext, variablesOf } from './context-keys.ts';
import type { IamCall } from './iam-call.ts';
import type { Policies } from './policies.ts';
import { type NamedPolicy, type Statement, statementsOf } from './policy-document.ts';
import { isHere, ownerOf } from './resource-policies.ts';
import type { HeldPolicies, Principal, Simulate, Verdict } from './simulator.ts';

/** A verdict, and which questions it answers. */
export interface Decision extends Verdict {
  /** The same for calls that no policy tells apart: other objects under the same prefix, for instance. */
  readonly id: string;
}

export type Decide = (principal: Principal, call: IamCall) => Promise<Decision>;

/** The parts of a question that policies look at. */
interface Relevance {
  readonly patterns: ReadonlyArray<(text: string) => boolean>;
  /** Whether a pattern has a variable in it, so that only the very resource is the same question. */
  readonly isExact: boolean;
  /** Names of context keys. */
  readonly keys: readonly string[];
  readonly held: HeldPolicies;
}

/**
 * Decides calls, each kind of question once. Two calls are one question when principal, action and the holder of the
 * resource's policy are the same, the same resource patterns of both policies match, and the context keys that those
 * policies name have the same values.
 */
export function createDecider(policies: Policies, simulate: Simulate): Decide {
  const relevances = new Map<string, Relevance>();
  const decisions = new Map<string, Promise<Decision>>();

  const relevanceOf = (principal: Principal, { action, resource }: IamCall, base: string): Relevance => {
    const known = relevances.get(base);
    if (known !== undefined) return known;
    const { roleArn } = principal;
    const held = {
      identity: roleArn === undefined ? [] : policies.ofRole(roleArn),
      boundary: roleArn === undefined ? undefined : policies.boundaryOf(roleArn),
      resource: policies.ofResource(resource),
    };
    const all = [...held.identity, held.boundary, held.resource].filter((policy) => policy !== undefined);
    const made = { ...lookedAt(all, action), held };
    relevances.set(base, made);
    return made;
  };

  return (principal, asked) => {
    const call = { ...asked, resource: literal(asked.resource) };
    const base = `${principal.arn} ${call.action} ${ownerOf(call.resource)}`;
    const relevance = relevanceOf(principal, call, base);
    const context = { ...usualContext(principal), ...call.context };
    const matched = relevance.isExact
      ? call.resource
      : relevance.patterns.map((pattern) => (pattern(call.resource) ? '1' : '0')).join('');
    const id = JSON.stringify([base, matched, relevance.keys.map((key) => context[key] ?? null)]);
    const known = decisions.get(id);
    if (known !== undefined) return known;
    const verdict = isHere(call.resource)
      ? simulate(principal, { ...call, context }, relevance.held)
      : Promise.resolve(elsewhere);
    const decision = verdict.then((answer) => ({ ...answer, id }));
    decisions.set(id, decision);
    return decision;
  };
}

/** No template says what another account or region allows. */
const elsewhere: Verdict = {
  isAllowed: false,
  reason: 'because it is of another account or region, whose policies the templates do not have',
};

/**
 * A resource as its own characters. The evaluator would take a star or a question mark in it, which an object's key may hold,
 * for a wildcard; a star alone stands for the resource of an action that has none.
 */
const literal = (resource: string): string =>
  resource === '*' ? resource : resource.replaceAll('*', '\u2217').replaceAll('?', '\u02c0');

/** The resource patterns and context keys of the statements that speak of an action. */
function lookedAt(policies: readonly NamedPolicy[], action: string): Pick<Relevance, 'patterns' | 'isExact' | 'keys'> {
  const statements = policies.flatMap(statementsOf).filter((statement) => speaksOf(statement, action));
  const resources = statements.flatMap(({ Resource, NotResource }) => [...listOf(Resource), ...listOf(NotResource)]);
  const keys = statements.flatMap(({ Condition = {}, Resource, NotResource }) => [
    ...Object.values(Condition).flatMap(Object.keys),
    ...variablesOf([Condition, Resource, NotResource]),
  ]);
  return {
    patterns: [...new Set(resources)].map(patternOf),
    isExact: resources.some((resource) => resource.includes('${')),
    keys: [...new Set(keys.map((key) => suppliedKey(key) ?? key))],
  };
}

const speaksOf = ({ Action, NotAction }: Statement, action: string): boolean =>
  NotAction !== undefined || listOf(Action).some((pattern) => patternOf(pattern.toLowerCase())(action.toLowerCase()));

/**
 * A pattern of a policy, as a test of a text: `*` for any text, `?` for one character.
 *
 * Each star takes as little as it can; when what is behind it does not fit, only the last star takes more.
 */
export const patternOf = (pattern: string): ((text: string) => boolean) => {
  const pieces = pattern.split('*');
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)];
  if (pieces.length === 1) return (text) => text.length === pattern.length && fits(pattern, text, 0);
  return (text) => {
    let at = first.length;
    const end = text.length - last.length;
    if (at > end || !fits(first, text, 0) || !fits(last, text, end)) return false;
    for (const piece of pieces.slice(1, -1)) {
      while (at + piece.length <= end && !fits(piece, text, at)) at += 1;
      at += piece.length;
      if (at > end) return false;
    }
    return true;
  };
};

/** Whether a piece of a pattern without stars fits a text at a place. */
function fits(piece: string, text: string, start: number): boolean {
  for (let at = 0; at < piece.length; at += 1) {
    if (piece[at] !== '?' && piece[at] !== text[start + at]) return false;
  }
  return true;
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
