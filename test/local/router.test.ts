import { findRoute, path, type Route } from '../../local/router.ts';

const routes: ReadonlyArray<Route<string>> = [
  ['POST', path('/mails/search'), 'search'],
  ['GET', path('/mails/:id'), 'read'],
  ['*', path('/mails/:id'), 'refuse'],
  ['GET', path('/:vendor(hubspot|zoho)/*'), 'crm'],
  ['GET', path('/pages{/:page}?'), 'pages'],
];

describe('findRoute', () => {
  it.each([
    ['POST', '/mails/search', 'search', {}],
    ['GET', '/mails/search', 'read', { id: 'search' }],
    ['DELETE', '/mails/7', 'refuse', { id: '7' }],
    ['GET', '/mails/a%2Fb', 'read', { id: 'a%2Fb' }],
    ['GET', '/zoho/crm/v8//org', 'crm', { vendor: 'zoho', 0: 'crm/v8//org' }],
    ['GET', '/pages', 'pages', {}],
    ['GET', '/pages/2', 'pages', { page: '2' }],
  ])('finds the first row that takes %s %s', (method, pathname, handler, parameters) => {
    expect(findRoute(routes, method, pathname)).toEqual({ handler, parameters });
  });

  it.each([
    ['GET', '/mails'],
    ['GET', '/mails/'],
    ['GET', '/mails/7/8'],
    ['GET', '/close/x'],
    ['POST', '/zoho/x'],
  ])('finds no row for %s %s', (method, pathname) => {
    expect(findRoute(routes, method, pathname)).toBeUndefined();
  });
});
