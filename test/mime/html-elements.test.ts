import { traitsOf } from '../../lambdas/mime/html-elements.ts';

describe('traitsOf', () => {
  it.each<[string, string, Record<string, string>, string]>([
    ['the quote of Apple Mail', 'blockquote', { type: 'cite' }, 'quotes'],
    ['the quote of Gmail', 'blockquote', { class: 'gmail_quote' }, 'quotes'],
    ['a quote by its left line', 'blockquote', { style: 'border-left: 1px solid' }, 'quotes'],
    ['the quote of Yahoo', 'div', { class: 'yahoo_quoted' }, 'quotes'],
    ['the divider of Outlook on the web', 'div', { id: 'divRplyFwdMsg' }, 'divides'],
    ['the same behind a rewriting gateway', 'div', { id: 'x_divRplyFwdMsg' }, 'divides'],
    ['the line above a header of Outlook', 'div', { style: 'border-top:solid #E1E1E1 1.0pt' }, 'divides'],
    ['the signature of Gmail', 'div', { class: 'gmail_signature' }, 'signs'],
    ['the signature of Gmail by its data', 'div', { 'data-smartmail': 'gmail_signature' }, 'signs'],
    ['the signature of Outlook on a phone', 'div', { id: 'ms-outlook-mobile-signature' }, 'signs'],
    ['the signature of Spark', 'div', { name: 'messageSignatureSection' }, 'signs'],
    ['the element around a quote of Gmail, with its header', 'div', { class: 'gmail_quote' }, 'holdsQuote'],
    ['a style sheet', 'style', {}, 'hides'],
    ['a preheader that nobody sees', 'div', { style: 'display: none' }, 'hides'],
    ['an element that is marked as hidden', 'span', { hidden: '' }, 'hides'],
  ])('knows %s', (_name, element, attributes, trait) => {
    const traits = Object.entries(traitsOf(element, attributes)).filter(([, holds]) => holds === true);

    expect(traits.map(([name]) => name)).toEqual([trait]);
  });

  it.each<[string, string, Record<string, string>]>([
    ['an indent by blockquote', 'blockquote', {}],
    ['an indent of Gmail', 'blockquote', { style: 'margin:0 0 0 40px;border:none;padding:0px' }],
    ['a paragraph', 'p', { style: 'margin:0' }],
  ])('finds nothing in %s', (_name, element, attributes) => {
    expect(Object.values(traitsOf(element, attributes))).not.toContain(true);
  });

  it('knows the gap above and below an element', () => {
    expect(['p', 'div', 'b'].map((name) => traitsOf(name, {}).gap)).toEqual(['paragraph', 'line', undefined]);
  });

  it.each([
    ['a page', 'a', 'https://x.example/', 'https://x.example/'],
    ['a mailbox', 'a', 'MAILTO:a@b.example', 'MAILTO:a@b.example'],
    ['a place of the page itself', 'a', '#top', undefined],
    ['an element that is no link', 'area', 'https://x.example/', undefined],
  ])('knows the target of a link: %s', (_name, element, href, target) => {
    expect(traitsOf(element, { href }).href).toBe(target);
  });
});
