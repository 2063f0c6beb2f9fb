import type { ApiAnswer } from './search.ts';
import type { HubspotStore } from './store.ts';

/** The pipelines of deals with their stages; `isClosed` of a stage is a text. */
export const listPipelines = (store: HubspotStore): ApiAnswer => ({
  status: 200,
  body: {
    results: store.pipelines().map(({ id, displayOrder, stages: ofPipeline }) => ({
      id,
      label: id,
      displayOrder,
      archived: false,
      stages: ofPipeline.map(({ id: stage, isClosed = false }, order) => ({
        id: stage,
        label: stage,
        displayOrder: order,
        archived: false,
        metadata: { isClosed: String(isClosed), probability: '0.5' },
      })),
    })),
  },
});
