import { contactFieldOf, isList, isSource, sources, sourceValue } from '../../../lambdas/domain/mapping/sources.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

const event = () => {
  const mail = anEvent({
    subject: 'Prices',
    text: 'What does it cost?\n',
    headers: [{ name: 'X-Region', value: 'EMEA' }],
  });
  return routeEvent(mail, aDelivery(mail));
};

describe('sourceValue', () => {
  it('gives the notice of a mail whose words could not be read', () => {
    const { body, ...rest } = event();
    const closed = { ...rest, body: { notice: 'This mail is encrypted.' } };

    expect(sourceValue('text', closed)).toBe('This mail is encrypted.');
    expect(sourceValue('snippet', closed)).toBe('This mail is encrypted.');
    expect(sourceValue('text', { ...closed, body: { ...body, notice: 'x' } })).toBe(body.text);
  });

  it.each([
    ['subject', 'Prices'],
    ['from.address', 'ada@customer.example'],
    ['from.domain', 'customer.example'],
    ['recipients', ['sales@inbound.localhost']],
    ['kind', 'human'],
    ['thread.confidence', 1],
    ['thread.matched-by', 'none'],
    ['attachments.count', 0],
    ['attachments.names', undefined],
    ['signature.phone', undefined],
    ['header:X-Region', 'EMEA'],
    ['header:X-Missing', undefined],
    ['crm:territory', 'North'],
    ['crm:other', undefined],
  ])('reads %s as %j', (name, value) => {
    expect(sourceValue(name, event(), { fields: { territory: 'North' } })).toEqual(value);
  });

  it('reads the verdicts of the receiver as one text', () => {
    expect(sourceValue('authentication', event())).toBe('spf=pass dkim=pass dmarc=pass');
  });
});

describe('isSource', () => {
  it('knows every source of the list, headers by name and fields of the contact', () => {
    expect([...Object.keys(sources), 'header:X-Campaign', 'crm:Account.Territory__c'].every(isSource)).toBe(true);
  });

  it.each(['sender', 'header:', 'header:X Y', "crm:x' OR Id != '", 'toString'])('refuses %s', (name) => {
    expect(isSource(name)).toBe(false);
  });
});

describe('contactFieldOf', () => {
  it.each([
    ['crm:territory', 'territory'],
    ['crm:', undefined],
    ['subject', undefined],
  ])('reads %s as the field %s', (source, field) => {
    expect(contactFieldOf(source)).toBe(field);
  });
});

describe('isList', () => {
  it('tells lists from single values', () => {
    expect([[], ['a'], 'a', 1, undefined].map(isList)).toEqual([true, true, false, false, false]);
  });
});
