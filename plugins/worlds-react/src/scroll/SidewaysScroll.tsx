import { makeStyles, Typography } from '@material-ui/core';
import { ReactNode, useEffect, useRef, useState } from 'react';

const useStyles = makeStyles(theme => {
  const shade =
    theme.palette.type === 'dark'
      ? 'rgba(0, 0, 0, 0.7)'
      : 'rgba(0, 0, 0, 0.22)';
  return {
    frame: {
      position: 'relative',
      background: theme.palette.background.paper,
      borderRadius: theme.shape.borderRadius,
      '&::before, &::after': {
        content: '""',
        position: 'absolute',
        zIndex: 3,
        top: 0,
        bottom: 0,
        width: 16,
        opacity: 0,
        transition: 'opacity 150ms',
        pointerEvents: 'none',
      },
      '&::before': {
        left: 0,
        background: `linear-gradient(to right, ${shade}, transparent)`,
      },
      '&::after': {
        right: 0,
        background: `linear-gradient(to left, ${shade}, transparent)`,
      },
      '&[data-more~="left"]::before, &[data-more~="right"]::after': {
        opacity: 1,
      },
    },
    scroll: {
      overflowX: 'auto',
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
      },
    },
    hint: {
      padding: theme.spacing(0.5, 1),
      textAlign: 'right',
      color: theme.palette.text.secondary,
    },
  };
});

export interface SidewaysScrollProps {
  /** What is inside, for people who do not see it. */
  label: string;
  /** What the hidden part holds, for example `columns`. */
  what?: string;
  children: ReactNode;
}

/**
 * Something wide, usually a table. Where it does not fit it scrolls sideways, by
 * keyboard too, and says so: a shade at the edge that hides something, and a line.
 */
export function SidewaysScroll(props: SidewaysScrollProps) {
  const { label, what = 'columns', children } = props;
  const classes = useStyles();
  const scroll = useRef<HTMLDivElement>(null);
  const [more, setMore] = useState({ left: false, right: false });

  useEffect(() => {
    const element = scroll.current;
    if (!element) return undefined;
    const measure = () => {
      const { scrollLeft, scrollWidth, clientWidth } = element;
      // Positions are fractions of a pixel on some screens.
      const left = scrollLeft > 1;
      const right = scrollLeft + clientWidth < scrollWidth - 1;
      setMore(last =>
        last.left === left && last.right === right ? last : { left, right },
      );
    };
    measure();
    element.addEventListener('scroll', measure, { passive: true });
    const observer =
      typeof ResizeObserver === 'undefined'
        ? undefined
        : new ResizeObserver(measure);
    observer?.observe(element);
    for (const child of element.children) observer?.observe(child);
    return () => {
      element.removeEventListener('scroll', measure);
      observer?.disconnect();
    };
  }, []);

  const sides = (['left', 'right'] as const).filter(side => more[side]);
  const overflows = sides.length > 0;
  return (
    <>
      {overflows && (
        <Typography
          variant="caption"
          component="p"
          className={classes.hint}
          aria-hidden
        >
          {more.right
            ? `More ${what} to the right →`
            : `← More ${what} to the left`}
        </Typography>
      )}
      <div className={classes.frame} data-more={sides.join(' ')}>
        <div
          ref={scroll}
          className={classes.scroll}
          role="region"
          aria-label={label}
          // Only what scrolls needs the keyboard.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={overflows ? 0 : undefined}
        >
          {children}
        </div>
      </div>
    </>
  );
}
