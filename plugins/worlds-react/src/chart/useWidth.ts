import { useLayoutEffect, useRef, useState } from 'react';

/** Wide enough to begin with where nothing has been measured yet. */
const FIRST_WIDTH = 800;

/**
 * For the element that is measured. What is drawn as wide as it was must not keep it from
 * becoming narrower, when the page makes room for something else.
 */
export const asWideAsItsParent = { width: 0, minWidth: '100%' } as const;

/** Width of an element in pixels, followed as it changes. */
export function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(FIRST_WIDTH);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const measure = () => setWidth(element.clientWidth || FIRST_WIDTH);
    measure();
    if (typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
