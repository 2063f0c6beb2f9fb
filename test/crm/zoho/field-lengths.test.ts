import { createFieldCutter } from '../../../lambdas/crm/zoho/field-lengths.ts';
import type { CrmRecords } from '../../../lambdas/domain/crm/crm-records.ts';
import { aCompany, aContact, anActivity, aThreadDeal, reply, scriptedHttp } from '../scripted-http.ts';

const long = 'x'.repeat(200);
const lengths = (...fields: Array<[string, number?]>) =>
  reply({ fields: fields.map(([api_name, length]) => ({ api_name, ...(length && { length }) })) });
const records = (changes: Partial<CrmRecords>): CrmRecords => ({ activity: anActivity(), ...changes });

describe('createFieldCutter', () => {
  it('cuts long values to the lengths of their fields, module by module', async () => {
    const { http, calls } = scriptedHttp({
      'GET /crm/v8/settings/fields?module=Contacts': lengths(['Department', 50], ['Description']),
      'GET /crm/v8/settings/fields?module=Accounts': lengths(['Industry_Note', 100]),
      'GET /crm/v8/settings/fields?module=Deals': lengths(['Next_Step', 100]),
    });
    const cutMapped = createFieldCutter(http);
    const mail = records({
      contact: aContact({ fields: { Department: long, Description: long, Phone: '+49 30 1', Score: 7 } }),
      company: { ...aCompany, fields: { Industry_Note: long } },
      deal: aThreadDeal({ fields: { Next_Step: long } }),
      fill: { contact: { Department: long } },
    });

    const { contact, company, deal, fill } = await cutMapped(mail);
    await cutMapped(mail);

    expect(contact?.fields).toEqual({
      Department: expect.stringMatching(/^x{49}…$/),
      Description: long,
      Phone: '+49 30 1',
      Score: 7,
    });
    expect(company?.fields?.Industry_Note).toHaveLength(100);
    expect(deal && 'fields' in deal && deal.fields?.Next_Step).toHaveLength(100);
    expect(fill?.contact?.Department).toHaveLength(50);
    expect(calls()).toHaveLength(3);
  });

  it('asks nothing for values that always fit, and for a mail without mapped fields', async () => {
    const { http, calls } = scriptedHttp({});
    const mail = records({ contact: aContact({ fields: { Phone: '+49 30 1' } }), deal: { id: '7' } });

    expect(await createFieldCutter(http)(mail)).toEqual(mail);
    expect(await createFieldCutter(http)(records({}))).toEqual(records({}));
    expect(calls()).toEqual([]);
  });

  it('asks for the fields of leads where new people are leads', async () => {
    const { http } = scriptedHttp({ 'GET /crm/v8/settings/fields?module=Leads': lengths(['Title', 100]) });
    const mail = records({ contact: aContact({ lead: {}, fields: { Title: long } }) });

    expect((await createFieldCutter(http)(mail)).contact?.fields?.Title).toHaveLength(100);
  });

  it.each([{ kind: 'unknown' } as const, reply({ code: 'OAUTH_SCOPE_MISMATCH' }, 401), reply({}, 400)])(
    'lets values through where Zoho does not tell, and asks again',
    async (answer) => {
      const { http } = scriptedHttp({ GET: [answer, lengths(['Title', 100])] });
      const cutMapped = createFieldCutter(http);
      const mail = records({ contact: aContact({ fields: { Title: long } }) });

      expect((await cutMapped(mail)).contact?.fields?.Title).toBe(long);
      expect((await cutMapped(mail)).contact?.fields?.Title).toHaveLength(100);
    },
  );
});
