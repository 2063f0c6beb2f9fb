import { emptyMainExport } from '../../../tools/code-figures/emptied-export.ts';
import { readSource } from '../../../tools/code-figures/syntax.ts';

describe('emptyMainExport', () => {
  it.each([
    ['a function', 'store.ts', 'export function f(a) { return a; }', 'export function f(a) {}'],
    ['an arrow function', 'store.ts', 'export const f = (a) => a + 1;', 'export const f = (a) => (undefined);'],
    ['a curried function', 'store.ts', 'export const f = (a) => (b) => a;', 'export const f = (a) => (undefined);'],
    [
      'all methods of a class',
      'store.ts',
      'export class A { a() { go(); } b = () => 1; }',
      'export class A { a() {} b = () => (undefined); }',
    ],
    [
      'the functions of an object',
      'store.ts',
      'export const kit = { a() { go(); }, b: () => 1 };',
      'export const kit = { a() {}, b: () => (undefined) };',
    ],
    [
      'the export after which the file is named',
      'thread-store.ts',
      'export function createThreadStore() { a(); }\nexport function other() { longer(than, that); }',
      'export function createThreadStore() {}\nexport function other() { longer(than, that); }',
    ],
    [
      'the longest export otherwise',
      'store.ts',
      'export function a() { go(); }\nexport function b() { go(); go(); }\nfunction c() { go(); go(); go(); }',
      'export function a() { go(); }\nexport function b() {}\nfunction c() { go(); go(); go(); }',
    ],
  ])('empties %s', (_case, file, text, emptied) => {
    expect(emptyMainExport(readSource(file, text))?.text).toBe(emptied);
  });

  it.each([
    'export const limit = 3;',
    'export interface A { b: string }',
    "export { a } from './a.ts';",
    'const f = () => 1;',
  ])('finds no code in %s', (text) => {
    expect(emptyMainExport(readSource('a.ts', text))).toBeUndefined();
  });
});
