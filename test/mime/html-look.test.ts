import { createLooks } from '../../lambdas/mime/html-look.ts';

describe('createLooks', () => {
  const { page, within } = createLooks('<style>.x{display:none}</style>');
  const inside = (...elements: Array<[string, Record<string, string>]>) =>
    elements.reduce((look, [name, attributes]) => within(look, name, attributes), page);

  it.each<[string, Array<[string, Record<string, string>]>, boolean]>([
    ['a plain paragraph', [['p', {}]], true],
    ['an element of a class that is hidden', [['p', { class: 'x' }]], false],
    ['an attribute without a value', [['p', { hidden: '' }]], false],
    ['an element that nobody reads', [['template', {}]], false],
    ['an open dialog', [['dialog', { open: '' }]], true],
    [
      'a link in white',
      [
        ['p', { style: 'color:#fff' }],
        ['a', { href: 'https://a.example' }],
      ],
      true,
    ],
    [
      'an anchor in white',
      [
        ['p', { style: 'color:#fff' }],
        ['a', {}],
      ],
      false,
    ],
    ['text of the colour of the page', [['body', { text: '#ffffff' }]], false],
    [
      'white on a dark table',
      [
        ['table', { bgcolor: 'black' }],
        ['td', { style: 'color:white' }],
      ],
      true,
    ],
    [
      'white on a picture',
      [
        ['td', { background: 'a.png' }],
        ['p', { style: 'color:white' }],
      ],
      true,
    ],
    [
      'small letters of small letters',
      [
        ['p', { style: 'font-size:10%' }],
        ['b', {}],
      ],
      false,
    ],
    [
      'letters with a size in a layout without one',
      [
        ['td', { style: 'font-size:0' }],
        ['p', { style: 'font-size:13px' }],
      ],
      true,
    ],
    [
      'letters relative to none',
      [
        ['td', { style: 'font-size:0' }],
        ['p', { style: 'font-size:2em' }],
      ],
      false,
    ],
    [
      'a block within what is gone',
      [
        ['div', { style: 'display:none' }],
        ['p', { style: 'display:block' }],
      ],
      false,
    ],
  ])('tells whether a reader sees %s', (_case, elements, wanted) => {
    expect(inside(...elements).isSeen).toBe(wanted);
  });
});
