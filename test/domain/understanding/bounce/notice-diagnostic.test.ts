import { diagnosticsOf, squeeze } from '../../../../lambdas/domain/understanding/bounce/notice-diagnostic.ts';
import { placesOf } from '../../../../lambdas/domain/understanding/bounce/places.ts';

const a = 'a@customer.example';
const b = 'b@customer.example';

function diagnosticOf(address: string, notice: string, recipients = [a, b]): string {
  const lines = notice.split('\n');
  return diagnosticsOf({ lines, places: placesOf(lines, (found) => recipients.includes(found)), recipients })(address);
}

describe('diagnosticsOf', () => {
  it('gives each of several recipients its own lines of the session, not those of the others', () => {
    const notice = `These failed:\n<${a}>\n<${b}>\n\n-- Session --\n>>> RCPT To:<${a}>\n<<< 550 unknown\n>>> RCPT To:<${b}>\n<<< 552 full`;

    expect([a, b].map((address) => diagnosticOf(address, notice))).toEqual(['<<< 550 unknown', '<<< 552 full']);
  });

  it('ends at a drawn line, where there are several', () => {
    const notice = `<${a}>: no such user\n-----\n552 full`;

    expect(diagnosticOf(a, notice)).toBe('no such user');
  });

  it('adds the code of the only answer to words without one', () => {
    const notice = `Your mail to ${a} failed, the address was not found.\n\nThe response:\n\n550 5.1.1 no account`;

    expect(diagnosticOf(a, notice, [a])).toContain('5.1.1');
  });

  it('takes the common reason for a list', () => {
    expect(diagnosticOf(a, `${a}\n${b}\n\nThe mailbox is full.`)).toContain('The mailbox is full.');
  });
});

describe('squeeze', () => {
  it('collapses blanks and cuts', () => {
    expect(squeeze(' a \n  b ')).toBe('a b');
    expect(squeeze('a'.repeat(3000))).toHaveLength(2000);
  });
});
