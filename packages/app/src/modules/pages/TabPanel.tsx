import { type ReactNode, useEffect, useRef } from 'react';

/**
 * What the tabs in a page's header show. The header names the panel that its
 * selected tab controls, and renders none: this takes the name, so that readers
 * of screens get from the tab to its content.
 */
export function TabPanel({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const panel = ref.current;
    const page = panel?.parentElement;
    if (!panel || !page) return undefined;
    const follow = () => {
      const tab = page.querySelector('[role="tab"][aria-controls]');
      // Tabs within the content come later in the document, and have panels.
      if (!tab || panel.contains(tab)) return;
      panel.id = tab.getAttribute('aria-controls')!;
      panel.setAttribute('aria-labelledby', tab.id);
    };
    follow();
    const observer = new MutationObserver(follow);
    observer.observe(page, {
      subtree: true,
      childList: true,
      attributeFilter: ['aria-controls'],
    });
    return () => observer.disconnect();
  }, []);

  return (
    <div ref={ref} role="tabpanel">
      {children}
    </div>
  );
}
