import { relatedTo, relationParts } from '../../../lambdas/crm/salesforce/relations.ts';
import { anActivity } from '../scripted-http.ts';
import { anOrg } from './an-org.ts';

const contact = { id: '003A' };
const ada = { email: 'ada@customer.example' };

describe('relatedTo', () => {
  it.each([
    [{ direction: 'inbound' as const }, 'FromAddress'],
    [{ direction: 'outbound' as const }, 'ToAddress'],
    [{ direction: 'outbound' as const, to: ['bob@x.example'], cc: [ada.email] }, 'CcAddress'],
  ])('relates a mail (%j) to its contact by %s, without a call', async (changes, type) => {
    const { ports, soqls } = anOrg();

    const related = await relatedTo(ports, anActivity({ contact: ada, ...changes }), { contact });

    expect(related).toMatchObject({ value: { relations: [{ id: '003A', address: ada.email, type }] } });
    expect(soqls).toEqual([]);
  });

  it('leaves an address out that Salesforce does not take', async () => {
    const activity = anActivity({ contact: { email: '"a b"@customer.example' } });

    expect(await relatedTo(anOrg().ports, activity, { contact })).toMatchObject({
      value: { relations: [{ id: '003A', type: 'FromAddress' }] },
    });
  });

  it('relates a mail without a contact to nobody', async () => {
    expect(await relatedTo(anOrg().ports, anActivity(), {})).toMatchObject({ value: { relations: [] } });
  });

  describe('with all of its people', () => {
    const all = (changes: Parameters<typeof anActivity>[0] = {}) =>
      anActivity({
        relations: 'all',
        contact: ada,
        to: ['sales@inbound.localhost', 'Bob@x.example', ada.email],
        cc: ['cleo@x.example', 'bob@x.example'],
        ...changes,
      });
    const row = (Id: string, Email: string) => ({ Id, Email });

    it('finds contacts, else leads, in one call', async () => {
      const rows = {
        Contact: [row('003B', 'bob@x.example')],
        Lead: [row('00QC', 'Cleo@x.example'), row('00QB', 'bob@x.example')],
      };
      const { ports, soqls } = anOrg({ rows });

      const related = await relatedTo(ports, all(), { contact });

      expect(related).toMatchObject({
        value: {
          relations: [
            { id: '003A', type: 'FromAddress' },
            { id: '003B', address: 'bob@x.example', type: 'ToAddress' },
            { id: '00QC', address: 'cleo@x.example', type: 'CcAddress' },
          ],
        },
      });
      expect(soqls).toHaveLength(2);
      expect(soqls[0]).not.toContain(ada.email);
    });

    it('relates an address to nobody that several contacts have', async () => {
      const rows = { Contact: [row('003B', 'bob@x.example'), row('003C', 'bob@x.example')] };

      const related = await relatedTo(anOrg({ rows }).ports, all(), {});

      expect(related).toMatchObject({ value: { relations: [] } });
    });

    it('finds the mail that it answers', async () => {
      const { ports, soqls } = anOrg({ rows: { EmailMessage: [{ Id: '02sP' }] }, facts: { inReplyTo: "m'1@x" } });

      expect(await relatedTo(ports, all({ to: [], cc: [] }), {})).toMatchObject({ value: { replyTo: '02sP' } });
      expect(soqls).toEqual(["SELECT Id FROM EmailMessage WHERE MessageIdentifier = '<m\\'1@x>' LIMIT 1"]);
    });

    it('asks for no more people than a composite takes', async () => {
      const to = Array.from({ length: 60 }, (_, nth) => `p${nth}@x.example`);
      const { ports, soqls } = anOrg();

      await relatedTo(ports, all({ to, cc: [] }), {});

      expect(soqls[0]?.match(/@x\.example/g)).toHaveLength(20);
      expect(soqls[0]).toContain("'p0@x.example'");
    });

    it('makes no call for a mail to nobody else', async () => {
      const { ports, soqls } = anOrg();

      await relatedTo(ports, all({ to: [], cc: [] }), { contact });

      expect(soqls).toEqual([]);
    });
  });
});

describe('relationParts', () => {
  it('refers to the mail of the same composite', () => {
    expect(relationParts([{ id: '003A', type: 'ToAddress' }])).toEqual([
      {
        method: 'POST',
        path: '/sobjects/EmailMessageRelation',
        referenceId: 'relation0',
        body: { EmailMessageId: '@{mail.id}', RelationId: '003A', RelationType: 'ToAddress' },
      },
    ]);
  });
});
