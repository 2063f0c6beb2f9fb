import { listPipelines } from '../../../../local/sandbox-crm/hubspot/pipelines.ts';
import { createHubspotStore } from '../../../../local/sandbox-crm/hubspot/store.ts';

describe('listPipelines', () => {
  it('shows the stages of each pipeline, whose ids are the options of the properties of a deal', () => {
    const store = createHubspotStore(':memory:');
    const stages = [{ id: 'new' }, { id: 'done', isClosed: true }];
    store.setPipelines([{ id: 'renewals', displayOrder: 0, stages }]);

    expect(listPipelines(store).body).toMatchObject({
      results: [{ id: 'renewals', stages: [{ id: 'new' }, { id: 'done', metadata: { isClosed: 'true' } }] }],
    });
    expect(store.property('deals', 'pipeline')?.options).toEqual(['renewals']);
    expect(store.property('deals', 'dealstage')?.options).toEqual(['new', 'done']);
    store.close();
  });
});
