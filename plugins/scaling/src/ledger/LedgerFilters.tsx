import { makeStyles, MenuItem, TextField } from '@material-ui/core';
import {
  RegionScaling,
  ScalingChange,
} from '@worldscale/backstage-plugin-scaling-common';
import { TabQuery } from '../useTabQuery';
import { regionTitle } from '../wording';
import { actorTitles } from './changeWords';
import { sinceChoices } from './ledgerFilter';

const useStyles = makeStyles(theme => ({
  filters: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  },
  filter: {
    minWidth: 150,
    flex: '0 1 auto',
    [theme.breakpoints.down('xs')]: { flex: '1 1 140px' },
  },
}));

const ALL = 'all';

interface Filter {
  name: keyof TabQuery;
  label: string;
  all: string;
  options: readonly { id: string; title: string }[];
}

const actorTypes = Object.keys(actorTitles) as ScalingChange['actor']['type'][];

/** Region, workload, who, direction and time of the changes that are shown. */
export function LedgerFilters(props: {
  regions: readonly RegionScaling[];
  workloads: readonly string[];
  query: TabQuery;
  onChange: (change: TabQuery) => void;
}) {
  const classes = useStyles();
  const { regions, workloads, query, onChange } = props;
  const filters: Filter[] = [
    {
      ...{ name: 'in', label: 'Region', all: 'All regions' },
      options: regions.map(region => ({
        id: region.region,
        title: regionTitle(region),
      })),
    },
    {
      ...{ name: 'workload', label: 'Workload', all: 'All workloads' },
      options: workloads.map(name => ({ id: name, title: name })),
    },
    {
      ...{ name: 'who', label: 'Who', all: 'Everybody' },
      options: actorTypes.map(id => ({ id, title: actorTitles[id] })),
    },
    {
      ...{ name: 'direction', label: 'Direction', all: 'Up and down' },
      options: [
        { id: 'up', title: 'Up' },
        { id: 'down', title: 'Down' },
      ],
    },
    {
      ...{ name: 'since', label: 'Time', all: 'All that is kept' },
      options: sinceChoices,
    },
  ];
  return (
    <div className={classes.filters} role="group" aria-label="Filter changes">
      {filters
        .filter(({ name, options }) => options.length > 1 || query[name])
        .map(({ name, label, all, options }) => {
          const value = query[name];
          const isKnown = options.some(({ id }) => id === value);
          return (
            <TextField
              key={name}
              select
              size="small"
              variant="outlined"
              className={classes.filter}
              id={`ledger-${name}`}
              label={label}
              value={isKnown ? value : ALL}
              onChange={({ target }) =>
                onChange({
                  [name]: target.value === ALL ? undefined : target.value,
                })
              }
            >
              <MenuItem value={ALL}>{all}</MenuItem>
              {options.map(({ id, title }) => (
                <MenuItem key={id} value={id}>
                  {title}
                </MenuItem>
              ))}
            </TextField>
          );
        })}
    </div>
  );
}
