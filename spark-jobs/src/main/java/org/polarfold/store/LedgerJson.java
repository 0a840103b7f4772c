package org.polarfold.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarfold.UserException;
import org.polarfold.store.IngestLedger.Failure;
import org.polarfold.store.IngestLedger.SiteDigests;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.study.SiteId;

/** {@link IngestLedger} as {@code ingest.json}, keys in a stable order, and back. */
final class LedgerJson {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private LedgerJson() {}

  static String write(IngestLedger ledger) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("schema", IngestLedger.SCHEMA);
    root.put("datasetDigest", ledger.datasetDigest());
    root.put("keyCheck", ledger.keyCheck());
    root.put("simulated", ledger.simulated());
    root.put("received", ledger.received());
    root.put("accepted", ledger.accepted());
    root.put("rejected", ledger.rejected());
    ArrayNode sites = root.putArray("sites");
    for (SiteLedger site : ledger.sites()) {
      ObjectNode node = sites.addObject();
      node.put("site", site.site().value());
      node.put("simulated", site.simulated());
      node.put("received", site.received());
      node.put("accepted", site.accepted());
      node.put("rejected", site.rejected());
      ObjectNode reasons = node.putObject("rejectedBy");
      site.rejectedBy().forEach((reason, count) -> reasons.put(reason, count.longValue()));
      node.put("exportDigest", site.digests().export());
      node.put("studiesDigest", site.digests().studies());
      node.put("duplicatesDigest", site.digests().duplicates());
    }
    ArrayNode failures = root.putArray("failures");
    for (Failure failure : ledger.failures()) {
      failures.addObject().put("folder", failure.folder()).put("message", failure.message());
    }
    try {
      return MAPPER.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param place of the file, for messages
   */
  static IngestLedger read(String json, String place) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UserException("Cannot read " + place + " (expected JSON)", e);
    }
    String schema = root.path("schema").asText();
    boolean first = schema.equals(IngestLedger.FIRST_SCHEMA);
    if (!first && !schema.equals(IngestLedger.SCHEMA)) {
      throw new UserException(
          "Cannot read "
              + place
              + ": schema = "
              + schema
              + " (expected "
              + IngestLedger.SCHEMA
              + " or "
              + IngestLedger.FIRST_SCHEMA
              + ")");
    }
    List<SiteLedger> sites = new ArrayList<>();
    for (JsonNode site : root.path("sites")) {
      Map<String, Long> reasons = new TreeMap<>();
      site.path("rejectedBy")
          .fields()
          .forEachRemaining(entry -> reasons.put(entry.getKey(), entry.getValue().asLong()));
      sites.add(
          new SiteLedger(
              new SiteId(site.path("site").asText()),
              site.path("simulated").asBoolean(),
              site.path("received").asLong(),
              site.path("accepted").asLong(),
              reasons,
              first ? SiteDigests.UNKNOWN : digests(site)));
    }
    List<Failure> failures = new ArrayList<>();
    for (JsonNode failure : root.path("failures")) {
      failures.add(new Failure(failure.path("folder").asText(), failure.path("message").asText()));
    }
    return new IngestLedger(root.path("keyCheck").asText(), sites, failures);
  }

  private static SiteDigests digests(JsonNode site) {
    return new SiteDigests(
        site.path("exportDigest").asText(),
        site.path("studiesDigest").asText(),
        site.path("duplicatesDigest").asText());
  }
}
