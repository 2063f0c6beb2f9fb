import type { Operation } from './operation.ts';

const unknown = [404, 413];

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
  'POST /v1/redrives': {
    id: 'redrive',
    summary: 'Try again what waits, or with dryRun say what would be tried',
    body: 'RedriveQuestion',
    answer: [200, 'RedriveAnswer'],
    otherAnswer: [202, 'RedriveRunning'],
    problems: unknown,
  },
  'GET /v1/integrations': {
    id: 'listIntegrations',
    summary: 'Integrations and connections, without credentials',
    query: ['tenant'],
    answer: [200, 'Integrations'],
  },
  'GET /v1/integrations/{key}/mapping': {
    id: 'getMapping',
    summary: 'The fields that the mapping of an integration writes',
    query: ['tenant'],
    answer: [200, 'MappingFields'],
    problems: [404],
  },
  'POST /v1/consent/lookup': {
    id: 'lookUpConsent',
    summary: 'The consent of an address, its history, and which targets know it',
    body: 'EligibilityQuestion',
    answer: [200, 'ConsentLookUp'],
    problems: [413],
  },
  'GET /v1/providers': {
    id: 'listProviders',
    summary: 'Mailbox providers with their rates of the last 24 hours',
    query: ['tenant'],
    answer: [200, 'Providers'],
  },
  'POST /v1/holds/{provider}/release': {
    id: 'releaseHold',
    summary: 'Release a mailbox provider that is held, or with dryRun show the hold',
    body: 'WriteQuestion',
    answer: [200, 'HoldRelease'],
    problems: unknown,
  },
  'GET /v1/kpis': {
    id: 'listKpis',
    summary: 'Figures of the stage with their trend',
    query: ['span'],
    answer: [200, 'Kpis'],
  },
  'GET /v1/promises': {
    id: 'listPromises',
    summary: 'How long unsubscribes, bounces, complaints and mail take',
    query: ['span'],
    answer: [200, 'Promises'],
  },
  'GET /v1/reviews': {
    id: 'listReviews',
    summary: 'Mail that is up for review, samples, and how often people found Postern right',
    query: ['tenant', 'days', 'limit'],
    answer: [200, 'Reviews'],
  },
  'POST /v1/reviews': {
    id: 'review',
    summary: 'Keep a verdict on a mail, or with dryRun show it',
    body: 'Verdict',
    answer: [200, 'KeptReview'],
    problems: unknown,
  },
};
