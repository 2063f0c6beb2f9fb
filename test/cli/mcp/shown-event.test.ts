import { shownEvent } from '../../../cli/mcp/shown-event.ts';
import { anEvent } from '../../helpers/builders.ts';

const delivery = { integration: 'sales', tenant: 'acme', state: 'done', fate: 'delivered', crm: { contactId: '1' } };
const eventWith = (body: object, more: object = {}) => {
  const event = anEvent({ text: 'Hello' });
  return { ...event, body: { ...event.body, ...body }, delivery, ...more };
};

describe('shownEvent', () => {
  it('has verdicts and ids as facts, and the words as mail', () => {
    const event = eventWith({});

    const { facts, mail } = shownEvent(event, 1000);

    expect(facts).toMatchObject({
      eventId: event.eventId,
      classification: { kind: event.classification.kind },
      delivery: { integration: 'sales', fate: 'delivered', crm: { contactId: '1' } },
      attachments: event.attachments.length,
    });
    expect(mail).toMatchObject({ text: 'Hello', textIsCut: false, from: { address: event.message.from!.address } });
    const words = [event.message.subject!, event.message.from!.address, 'Hello'];
    for (const word of words) expect(JSON.stringify(facts)).not.toContain(word);
  });

  it('has the text that a person sees, where the mail hides some', () => {
    const event = eventWith({ text: 'Hello hidden', safeText: 'Hello', takenOut: { hidden: 6 } });

    const { facts, mail } = shownEvent(event, 1000);

    expect(mail).toMatchObject({ text: 'Hello' });
    expect(facts).toMatchObject({ hiddenAndTakenOut: { hidden: 6 } });
  });

  it('shows no words where a person sees none', () => {
    expect(shownEvent(eventWith({ text: 'all hidden', safeText: '' }), 1000).mail).toMatchObject({ text: '' });
  });

  it.each([0, 3])('cuts the text at %i characters, and says so', (most) => {
    expect(shownEvent(eventWith({}), most).mail).toMatchObject({ text: 'Hello'.slice(0, most), textIsCut: true });
  });

  it('bounds and defuses everything that a stranger wrote', () => {
    const long = '<script>https://evil.example/ '.repeat(1_000);
    const event = anEvent({ text: long });
    const from = { name: long, address: long };
    const message = { ...event.message, subject: long, from, to: Array.from({ length: 500 }, () => from) };
    const attachments = Array.from({ length: 500 }, () => ({
      filename: long,
      contentType: long,
      size: 1,
      verdict: 'clean',
    }));

    const { mail, facts } = shownEvent(
      { ...event, message, attachments, delivery: { ...delivery, reason: long } },
      4000,
    );

    const text = JSON.stringify(mail);
    expect(text.length).toBeLessThan(40_000);
    expect(text).not.toMatch(/https:\/\/|<script/);
    expect(facts).toMatchObject({ attachments: 500 });
    expect(JSON.stringify(facts)).not.toContain('evil');
  });

  it('refuses an answer that is no event', () => {
    expect(() => shownEvent({ hello: 'world' }, 10)).toThrow();
  });
});
