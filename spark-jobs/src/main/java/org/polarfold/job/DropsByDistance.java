package org.polarfold.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.polarfold.UserException;
import org.polarfold.audit.RankRelation;
import org.polarfold.audit.SiteDistances;
import org.polarfold.provenance.Seeds;
import org.polarfold.validate.MapAudit;

/**
 * What a model loses at each site, beside how far the site lies.
 *
 * @param target as {@code sex}
 * @param model as {@code dl}
 * @param map as {@code reserve}
 * @param seen what distances are of, as {@code features}
 * @param distance {@code mahalanobis}, {@code nearest} or {@code discrepancy}
 * @param sites those with both
 * @param relation a {@link RankRelation}, or why there is none
 */
record DropsByDistance(
    String target,
    String model,
    String map,
    String seen,
    String distance,
    List<Site> sites,
    Object relation) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A site.
   *
   * @param distance the chance that its patients lie farther than the others', or the squared
   *     discrepancy
   * @param drop internal minus external
   * @param lower end of its interval
   * @param upper end of its interval
   */
  record Site(String site, double distance, double drop, Object lower, Object upper) {}

  /** What distances there are. */
  private static final Map<String, ToDoubleFunction<SiteDistances.Site>> DISTANCES =
      new LinkedHashMap<>();

  static {
    DISTANCES.put("mahalanobis", site -> site.mahalanobis().farther());
    DISTANCES.put("nearest", site -> site.nearest().farther());
    DISTANCES.put("discrepancy", site -> site.discrepancy().squared());
  }

  /**
   * Puts drops beside distances.
   *
   * @param results of the same run; without them there are none
   * @throws UserException where they are no JSON
   */
  static List<DropsByDistance> of(Optional<String> results, List<MapAudit> audits, Seeds seeds) {
    List<DropsByDistance> all = new ArrayList<>();
    if (results.isPresent()) {
      for (JsonNode target : read(results.get()).path("targets")) {
        for (MapAudit audit : audits) {
          if (audit.map().equals(target.path("map").asText())) {
            DISTANCES.forEach(
                (name, distance) -> all.add(of(target, audit, name, distance, seeds)));
          }
        }
      }
    }
    return all;
  }

  private static JsonNode read(String results) {
    try {
      return JSON.readTree(results);
    } catch (JsonProcessingException e) {
      throw new UserException("Cannot read results.json of the run (expected JSON)", e);
    }
  }

  private static DropsByDistance of(
      JsonNode target,
      MapAudit audit,
      String name,
      ToDoubleFunction<SiteDistances.Site> distance,
      Seeds seeds) {
    List<Site> sites = new ArrayList<>();
    for (JsonNode row : target.path("drop").path("sites")) {
      for (SiteDistances.Site site : audit.distances().sites()) {
        if (site.site().equals(row.path("site").asText()) && drop(row).isNumber()) {
          sites.add(
              new Site(
                  site.site(),
                  distance.applyAsDouble(site),
                  drop(row).asDouble(),
                  row.path("lower"),
                  row.path("upper")));
        }
      }
    }
    return new DropsByDistance(
        target.path("target").asText(),
        target.path("model").asText(),
        audit.map(),
        audit.seen(),
        name,
        sites,
        relation(sites, seeds.seed("relation", audit.map(), audit.seen(), name)));
  }

  private static JsonNode drop(JsonNode row) {
    return row.path("drop");
  }

  private static Object relation(List<Site> sites, long seed) {
    Optional<RankRelation> relation =
        RankRelation.of(
            sites.stream().mapToDouble(Site::distance).toArray(),
            sites.stream().mapToDouble(Site::drop).toArray(),
            seed);
    return relation
        .map(Object.class::cast)
        .orElseGet(
            () ->
                Map.of(
                    "notEstimable",
                    sites.size() < RankRelation.FEWEST
                        ? "fewer than " + RankRelation.FEWEST + " sites with a drop"
                        : "all sites have the same drop or distance"));
  }
}
