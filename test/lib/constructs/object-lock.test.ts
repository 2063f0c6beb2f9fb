import { ParseStage } from '../../../lib/constructs/flow-stages.ts';
import { locksObjects } from '../../../lib/constructs/object-lock.ts';
import { aFlow, environmentOf, statementsOf } from '../flow-stack.ts';

describe('locksObjects', () => {
  it.each([
    { retain: true, expected: true },
    { retain: false, expected: false },
    { retain: true, objectLock: false, expected: false },
    { retain: false, objectLock: true, expected: true },
  ])('is what the stage says, or goes with its data: %j', ({ expected, ...config }) => {
    expect(locksObjects(config)).toBe(expected);
  });
});

describe('legal holds of arriving mail', () => {
  const parseOf = (objectLock: boolean) => {
    const { stack, flow } = aFlow({ objectLock });
    const fn = new ParseStage(stack, 'Fn', flow);
    const grants = statementsOf(stack, 'FnRole').filter(({ actions }) => actions.includes('s3:PutObjectLegalHold'));
    return { grants, variable: environmentOf(stack, fn).OBJECT_LOCK };
  };

  it('are granted on the prefixes of mail, and nothing else, where objects can be locked', () => {
    const { grants, variable } = parseOf(true);

    expect(variable).toBe('on');
    expect(grants.map(({ actions }) => actions)).toEqual([['s3:PutObjectLegalHold']]);
    const prefixes = grants.flatMap(({ resources }) =>
      resources.map((arn) => /([a-z]+\/)\*/.exec(JSON.stringify(arn))?.[1]),
    );
    expect(prefixes.toSorted()).toEqual(['attachments/', 'events/', 'inbound/', 'receipts/']);
  });

  it('are not granted where S3 knows none', () => {
    expect(parseOf(false)).toEqual({ grants: [], variable: undefined });
  });
});
