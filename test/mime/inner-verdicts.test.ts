import type { ParsedAttachment } from '../../lambdas/domain/mail/parsed-mail.ts';
import { withInner, withInnerVerdicts, withoutReason, withReason } from '../../lambdas/mime/inner-verdicts.ts';

const file = (verdict: ParsedAttachment['verdict'], reasons: readonly string[] = [], within?: number) => ({
  described: {
    contentType: 'application/octet-stream',
    size: 1,
    sha256: '',
    isShown: false,
    verdict,
    reasons,
    ...(within === undefined ? {} : { within }),
  } satisfies ParsedAttachment,
});
const seen = ({ described: { verdict, reasons } }: { readonly described: ParsedAttachment }) => [verdict, reasons];

describe('withInner', () => {
  it('takes the worst verdict and all reasons', () => {
    const mail = withInner(file('clean'), [
      file('suspicious', ['office.macros']),
      file('unscanned', ['a']),
      file('clean'),
    ]);

    expect(seen(mail)).toEqual(['suspicious', ['office.macros', 'a']]);
    expect(seen(withInner(file('blocked', ['b']), [file('clean')]))).toEqual(['blocked', ['b']]);
  });
});

describe('withInnerVerdicts', () => {
  it('hands them on from the innermost outwards', () => {
    const list = [file('clean'), file('clean', [], 0), file('blocked', ['type.executable'], 1), file('clean')];

    expect(withInnerVerdicts(list).map(({ described: { verdict } }) => verdict)).toEqual([
      'blocked',
      'blocked',
      'blocked',
      'clean',
    ]);
  });
});

describe('withoutReason', () => {
  it('makes a file clean that has no other reason', () => {
    expect(seen(withoutReason(file('unscanned', ['a']), 'a'))).toEqual(['clean', []]);
    expect(seen(withoutReason(file('unscanned', ['a', 'b']), 'a'))).toEqual(['unscanned', ['b']]);
    expect(seen(withoutReason(file('blocked', ['a']), 'a'))).toEqual(['blocked', []]);
    expect(seen(withoutReason(file('unscanned', ['b']), 'a'))).toEqual(['unscanned', ['b']]);
  });
});

describe('withReason', () => {
  it('makes no file better', () => {
    expect(seen(withReason(file('clean'), 'a'))).toEqual(['unscanned', ['a']]);
    expect(seen(withReason(file('suspicious', ['a']), 'a'))).toEqual(['suspicious', ['a']]);
  });
});
