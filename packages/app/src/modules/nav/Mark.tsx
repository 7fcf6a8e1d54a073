/**
 * The mark of the suite: a planet with its ring, and bars that grow.
 * `public/favicon.svg` is the same drawing.
 */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox="0 0 32 32"
      width={size}
      height={size}
      aria-hidden="true"
      focusable="false"
    >
      <g transform="rotate(-24 16 16)" fill="none" strokeWidth="2">
        <path d="M1.5 16a14.5 4.6 0 0 1 29 0" stroke="#6d83e8" />
        <circle cx="16" cy="16" r="9.5" fill="#4fd8c4" stroke="none" />
        <path d="M1.5 16a14.5 4.6 0 0 0 29 0" stroke="#c3d0ff" />
      </g>
      <g fill="#0d1430">
        <rect x="10.8" y="13.6" width="2.6" height="3.4" rx="0.6" />
        <rect x="14.7" y="11.4" width="2.6" height="4.4" rx="0.6" />
        <rect x="18.6" y="9" width="2.6" height="5.4" rx="0.6" />
      </g>
    </svg>
  );
}
