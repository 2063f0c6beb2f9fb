import { type Declarations, readColor, readDeclarations } from '../../lambdas/mime/css-values.ts';

describe('readColor', () => {
  it.each<[string, ReturnType<typeof readColor>]>([
    ['#fff', [255, 255, 255]],
    ['FFFFFF', [255, 255, 255]],
    ['#ffff', [255, 255, 255]],
    ['#11223300', 'transparent'],
    ['#112233ff', [17, 34, 51]],
    ['White', [255, 255, 255]],
    ['rgb(1, 2, 3)', [1, 2, 3]],
    ['rgb(100% 0% 0%)', [255, 0, 0]],
    ['rgba(0,0,0,0)', 'transparent'],
    ['rgba(0,0,0,.5)', 'unknown'],
    ['hsl(0 0% 100%)', [255, 255, 255]],
    ['hsl(210, 50%, 50%)', 'unknown'],
    ['transparent', 'transparent'],
    ['#12', undefined],
    ['constructor', undefined],
    ['inherit', undefined],
  ])('reads %s', (value, wanted) => {
    expect(readColor(value)).toEqual(wanted);
  });
});

describe('readDeclarations', () => {
  it.each<[string, Declarations]>([
    ['font-size: 12pt', { size: { px: 16 } }],
    ['font-size: 50%', { size: { times: 0.5 } }],
    ['font-size: .05em', { size: { times: 0.05 } }],
    ['font: bold 1px/1 Arial', { size: { px: 1 } }],
    ['font-size: larger', {}],
    ['color: #000 !important', { color: [0, 0, 0] }],
    ['color: red; -webkit-text-fill-color: transparent', { color: 'transparent' }],
    ['background: #000 no-repeat', { background: [0, 0, 0] }],
    ['background: rgb(0, 0, 0) top', { background: [0, 0, 0] }],
    ['background: url(a.png) #000', { background: 'unknown' }],
    ['background-image: linear-gradient(red, blue)', { background: 'unknown' }],
    ['background: none', {}],
    ['visibility: collapse', { isVisible: false }],
    ['visibility: visible', { isVisible: true }],
    ['text-indent: -100em', { isGone: true }],
    ['text-indent: -1.5em', {}],
    ['height: 0', {}],
    ['height: 0; overflow: hidden', { isGone: true }],
    ['max-height: 100px', {}],
    ['opacity: 0.5', {}],
    ['filter: opacity(0)', { isGone: true }],
    ['clip-path: inset(50%)', { isGone: true }],
    ['transform: scale(0.9)', {}],
    ['content-visibility: hidden', { isGone: true }],
    ['no declaration', {}],
    [':', {}],
  ])('reads "%s"', (style, wanted) => {
    expect(readDeclarations(style)).toEqual(wanted);
  });
});
