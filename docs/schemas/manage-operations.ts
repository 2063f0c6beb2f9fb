import type { Operation } from './operation.ts';

/** The operations behind the console, by the keys of the routes. */
export const manageOperations: Readonly<Record<string, Operation>> = {
  'GET /v1/health': {
    id: 'getHealth',
    summary: 'How the pipeline is: the findings of postern doctor',
    query: ['tenant'],
    answer: [200, 'Health'],
  },
  'GET /v1/parked': {
    id: 'listParked',
    summary: 'Conversations that wait',
    query: ['tenant', 'connection', 'limit'],
    answer: [200, 'Parked'],
  },
};
