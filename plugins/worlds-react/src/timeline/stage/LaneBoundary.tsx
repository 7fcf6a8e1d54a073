import { Typography } from '@material-ui/core';
import { Component, ReactNode } from 'react';

export interface LaneBoundaryProps {
  title: string;
  /** Another answer is tried anew. */
  answer: unknown;
  children: ReactNode;
}

/** Keeps a lane whose answer cannot be drawn from taking the others with it. */
export class LaneBoundary extends Component<
  LaneBoundaryProps,
  { error?: Error }
> {
  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  state: { error?: Error } = {};

  componentDidUpdate(before: LaneBoundaryProps) {
    if (this.state.error && before.answer !== this.props.answer) {
      this.setState({ error: undefined });
    }
  }

  render() {
    const { title, children } = this.props;
    const { error } = this.state;
    return error ? (
      <Typography variant="body2" role="alert">
        <strong>{title}</strong> is not known, because what it answered cannot
        be shown: {error.message}
      </Typography>
    ) : (
      children
    );
  }
}
