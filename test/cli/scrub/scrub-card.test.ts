import { createPseudonyms } from '../../../cli/scrub/pseudonyms.ts';
import { scrubCard } from '../../../cli/scrub/scrub-card.ts';

const rules = { pseudonyms: createPseudonyms(Buffer.alloc(32, 7)), names: new Set<string>(), allWords: false };

describe('a card or a calendar', () => {
  it.each([
    'BEGIN:VCARD\r\nFN:Grace Hopper\r\nNOTE:Grace is on leave\r\nTEL:+1 202 555 0143\r\nEND:VCARD',
    'BEGIN:VEVENT\r\nATTENDEE;CN=Grace Hop\r\n per:mailto:grace@navy.mil\r\nSUMMARY:Lunch with Grace\r\nEND:VEVENT',
  ])('loses names that only it has', (text) => {
    const scrubbed = scrubCard(text, rules);

    expect(scrubbed).not.toMatch(/grace|hopper|navy|555/i);
    expect(scrubbed).toMatch(/^BEGIN:V/);
  });
});
