import { render, screen, waitFor } from '@testing-library/react';
import { TabPanel } from './TabPanel';

function Page({ selected }: { selected: 'board' | 'sources' }) {
  return (
    <div>
      <header role="tablist">
        {(['board', 'sources'] as const).map(id => (
          <a
            key={id}
            id={`tab-${id}`}
            role="tab"
            href={`/${id}`}
            aria-selected={id === selected}
            aria-controls={id === selected ? `panel-${id}` : undefined}
          >
            {id}
          </a>
        ))}
      </header>
      <TabPanel>
        <div role="tablist">
          <button role="tab" aria-controls="panel-inner" aria-selected>
            inner
          </button>
        </div>
        <div id="panel-inner" role="tabpanel" aria-label="inner" />
      </TabPanel>
    </div>
  );
}

describe('TabPanel', () => {
  it('is the panel of the selected tab of the header, and follows it', async () => {
    const { rerender } = render(<Page selected="board" />);
    expect(screen.getByRole('tabpanel', { name: 'board' })).toHaveAttribute(
      'id',
      'panel-board',
    );
    rerender(<Page selected="sources" />);
    await waitFor(() =>
      expect(screen.getByRole('tabpanel', { name: 'sources' })).toHaveAttribute(
        'id',
        'panel-sources',
      ),
    );
  });

  it('leaves tabs of the content alone where the header has none', () => {
    render(
      <div>
        <TabPanel>
          <button role="tab" aria-controls="panel-inner" aria-selected>
            inner
          </button>
        </TabPanel>
      </div>,
    );
    expect(screen.getByRole('tabpanel')).not.toHaveAttribute('id');
  });
});
