import type { ScalingRequestOptions } from '../ScalingClient';
import {
  ShardDetail,
  ShardFilters,
  ShardHeat,
  ShardsRequest,
  ShardsResponse,
} from './shardsContract';

/**
 * Shards that the caller may see. All fail with a ResponseError: 403 without the
 * permission `scaling.shard.read`, 400 for what cannot be asked for.
 */
export interface ShardsApi {
  /** One page of shards, filtered and sorted. */
  getShards(
    request: ShardsRequest,
    options?: ScalingRequestOptions,
  ): Promise<ShardsResponse>;
  /** All shards that match, in few bytes. */
  getShardHeat(
    filters: ShardFilters,
    options?: ScalingRequestOptions,
  ): Promise<ShardHeat>;
  /** One shard with its game servers; 404 where it is gone or may not be seen. */
  getShard(id: string, options?: ScalingRequestOptions): Promise<ShardDetail>;
}
