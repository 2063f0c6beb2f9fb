import { jest } from '@jest/globals';
import { Command, CommanderError } from 'commander';
import fc from 'fast-check';
import { lazy } from '../../cli/lazy.ts';
import { isMasked, maskAddresses, maskedLine, maskedValue, runMasked, withMasked } from '../../cli/masking.ts';
import { printJson, printLines } from '../../cli/output.ts';

describe('maskAddresses', () => {
  it.each([
    ['lea@example.org', 'l***@example.org'],
    ['to Lea.Muster+x@Example.ORG → sales', 'to L***@Example.ORG → sales'],
    ['"Ada" <ada@a.example>, bob@b.example;c@c.example', '"Ada" <a***@a.example>, b***@b.example;c***@c.example'],
    ['mailto:lea@example.org?subject=x', 'mailto:l***@example.org?subject=x'],
    ['münchen@exämple.de', 'm***@exämple.de'],
    ['two@ats@example.org', 't***@example.org'],
    ['no address, and @here', 'no address, and @here'],
    ['', ''],
  ])('hides the names in %j', (text, expected) => {
    expect(maskAddresses(text)).toBe(expected);
  });

  it('leaves no name before an at sign, whatever the text, and changes nothing twice', () => {
    const word = fc.stringMatching(/^[a-z0-9.+-]{2,20}$/);
    fc.assert(
      fc.property(word, word, fc.string(), fc.string(), (local, domain, before, after) => {
        const masked = maskAddresses(`${before} ${local}@${domain}.example ${after}`);

        expect(masked).not.toContain(`${local}@`);
        expect(masked).toContain(`***@${domain}.example`);
        expect(maskAddresses(masked)).toBe(masked);
      }),
    );
  });
});

const story = {
  eventId: 'evt_1',
  messageId: 'a1@customer.example',
  subject: 'About the offer',
  words: 'Hello',
  at: new Date(0),
  mails: [{ recipients: [{ recipient: 'deals@inbound.localhost' }], 'ada@customer.example': 1 }],
  steps: { contact: { note: 'Ada Lovelace', id: '51' } },
  count: 7,
};

describe('maskedValue', () => {
  it('changes nothing where the call is not masked', () => {
    expect(maskedValue(story)).toBe(story);
    expect(maskedLine('lea@example.org')).toBe('lea@example.org');
    expect(isMasked()).toBe(false);
  });

  it('hides words, names and addresses, and keeps ids, figures and fates', async () => {
    const masked = await runMasked(async () => maskedValue(story));

    expect(masked).toEqual({
      eventId: 'evt_1',
      messageId: 'a1@customer.example',
      subject: '***',
      words: '***',
      at: new Date(0),
      mails: [{ recipients: [{ recipient: 'd***@inbound.localhost' }], 'a***@customer.example': 1 }],
      steps: { contact: { note: '***', id: '51' } },
      count: 7,
    });
  });
});

/** The output of a verb that is called with these words. */
async function printedBy(words: readonly string[]): Promise<string> {
  const printed: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  const work = async () => {
    printJson({ subject: 'About the offer', address: 'lea@example.org' });
    printLines(['lea@example.org waits']);
  };
  withMasked(program.command('tell'), 'words')
    .option('--words', 'shows words')
    .action(lazy(async () => work));
  try {
    await program.parseAsync(['tell', ...words], { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return printed.join('');
}

describe('the option --masked', () => {
  it('masks everything that a verb prints', async () => {
    expect(await printedBy(['--masked'])).toBe(
      '{"subject":"***","address":"l***@example.org"}\nl***@example.org waits\n',
    );
    expect(await printedBy([])).toContain('lea@example.org waits');
  });

  it('is wrong usage beside an option that shows words', async () => {
    await expect(printedBy(['--masked', '--words'])).rejects.toThrow(CommanderError);
  });
});
