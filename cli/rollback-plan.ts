import { ConfigError } from '../lambdas/domain/errors.ts';

/** One published version of a function. */
export interface PublishedVersion {
  /** Counts up from 1 with each release. */
  readonly version: number;
  /** Names the code of all functions together. */
  readonly release: string;
}

/** A function with its alias and its published versions. */
export interface ReleasedFunction {
  readonly name: string;
  /** The version that the alias leads to. */
  readonly live: number;
  /** Revision of the alias: a change that somebody else makes meanwhile is not overwritten. */
  readonly revision: string;
  /** Whether a deployment moves the alias at this moment. */
  readonly isShifting: boolean;
  readonly versions: readonly PublishedVersion[];
}

/** A move of one alias to another version. */
export interface Move {
  readonly name: string;
  readonly revision: string;
  readonly from: PublishedVersion;
  readonly to: PublishedVersion;
}

export interface RollbackPlan {
  /** The release of all functions afterwards. */
  readonly release: string;
  readonly moves: readonly Move[];
  /** Names of the functions that already have the release. */
  readonly unmoved: readonly string[];
}

/**
 * Decides which version each function goes back to. All go to one release, because functions read each other's output.
 *
 * @param wanted a release; absent: the one before, on which all functions must agree
 * @throws ConfigError saying what to do, when there is no such release or a deployment is under way
 */
export function planRollback(functions: readonly ReleasedFunction[], wanted?: string): RollbackPlan {
  const shifting = functions.filter(({ isShifting }) => isShifting).map(({ name }) => name);
  if (shifting.length > 0)
    throw new ConfigError(
      `a deployment moves ${shifting.join(', ')} at this moment: wait for its end, or stop it with ` +
        'aws deploy stop-deployment --auto-rollback-enabled, which takes it back by itself',
    );
  const release = wanted ?? releaseBefore(functions);
  const places = functions.map((fn) => ({ fn, to: newestOf(fn, release) }));
  const lacking = places.filter(({ to }) => to === undefined).map(({ fn }) => fn.name);
  if (lacking.length > 0)
    throw new ConfigError(`no version of ${lacking.join(', ')} has release ${release}; ${releasesText(functions)}`);
  return {
    release,
    moves: places.flatMap(({ fn, to }) =>
      to === undefined || liveOf(fn).release === release
        ? []
        : [{ name: fn.name, revision: fn.revision, from: liveOf(fn), to }],
    ),
    unmoved: functions.filter((fn) => liveOf(fn).release === release).map(({ name }) => name),
  };
}

function releaseBefore(functions: readonly ReleasedFunction[]): string {
  const before = new Set(functions.map((fn) => olderThanLive(fn)?.release));
  const [release] = before;
  if (before.size === 1 && release !== undefined) return release;
  if (before.has(undefined)) throw new ConfigError(`there is no release before this one; ${releasesText(functions)}`);
  throw new ConfigError(
    `the functions do not agree on the release before: name one with --to; ${releasesText(functions)}`,
  );
}

const newestFirst = (fn: ReleasedFunction): PublishedVersion[] => fn.versions.toSorted((a, b) => b.version - a.version);

/** A version without a known release is a release of its own. */
const liveOf = (fn: ReleasedFunction): PublishedVersion =>
  fn.versions.find(({ version }) => version === fn.live) ?? { version: fn.live, release: 'unknown' };

/** The newest version before the live one with other code: versions of one release differ in their settings alone. */
function olderThanLive(fn: ReleasedFunction): PublishedVersion | undefined {
  const live = liveOf(fn);
  return newestFirst(fn).find(({ version, release }) => version < live.version && release !== live.release);
}

const newestOf = (fn: ReleasedFunction, wanted: string): PublishedVersion | undefined =>
  newestFirst(fn).find(({ release }) => release === wanted);

/** The releases that every function has a version of, the newest first. */
function releasesText(functions: readonly ReleasedFunction[]): string {
  const [first, ...others] = functions;
  const common = [...new Set((first === undefined ? [] : newestFirst(first)).map(({ release }) => release))].filter(
    (release) => others.every(({ versions }) => versions.some((version) => version.release === release)),
  );
  return common.length === 0
    ? 'there is no release that all functions have'
    : `all functions have ${common.join(', ')}`;
}
