import { headerLinesAt } from '../../../../lambdas/domain/understanding/reply/header-lines.ts';

const at = (text: string, isAnnounced = false) => headerLinesAt(text.split('\n'), 0, isAnnounced);

describe('headerLinesAt', () => {
  it.each<[string, string]>([
    ['English', 'From: Bob <bob@ours.example>\nSent: Friday, November 20, 2026\nTo: Ada\nSubject: Prices'],
    ['German', 'Von: Bob <bob@ours.example>\nGesendet: Freitag, 20. November 2026\nAn: Ada\nBetreff: Prices'],
    ['French, in bold', '*De :* Bob <bob@ours.example>\n*Envoyé :* vendredi 20 novembre 2026\n*Objet :* Prices'],
    ['a quoted block', '> From: Bob <bob@ours.example>\n> Date: 20 Nov 2026\n> Subject: Prices'],
  ])('reads a block in %s', (_name, text) => {
    expect(at(text)?.fields).toMatchObject({ from: 'Bob <bob@ours.example>', subject: 'Prices' });
  });

  it('joins a wrapped list of recipients', () => {
    const block = at(
      'From: Bob <bob@ours.example>\nTo: Ada <ada@customer.example>;\n Cy <cy@customer.example>\nSubject: Prices',
    );

    expect(block?.fields.to).toBe('Ada <ada@customer.example>; Cy <cy@customer.example>');
    expect(block?.end).toBe(4);
  });

  it('does not take somebody’s order for a header', () => {
    expect(at('From: Paris\nTo: London\nSubject: trains')).toBeUndefined();
  });

  it('asks less of a block below a divider', () => {
    const block = 'From: Bob\nSubject: Prices';

    expect([at(block, true) !== undefined, at(block)]).toEqual([true, undefined]);
  });
});
