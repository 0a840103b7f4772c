package org.polarfold.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a network looks with: its pretrained part, how maps are drawn for it, and how far it stays
 * frozen.
 *
 * @param backbone which pretrained network
 * @param weights the user's file; of a ResNet-50 always, of the compact one never
 * @param drawing how a map becomes pixels
 * @param pixels of a side
 * @param frozenTo the last layer that is never learnt; {@code image} where all are
 * @param augmentation how training studies are varied
 */
public record Network(
    Backbone backbone,
    Optional<WeightsFile> weights,
    Drawing drawing,
    int pixels,
    String frozenTo,
    Augmentation augmentation) {

  private static final int COMPACT_PIXELS = 64;
  private static final String FEATURES = "features";
  private static final List<String> COMPACT_LAYERS =
      List.of("image", "block-1", "block-2", "block-3", FEATURES);
  private static final String POOLED = "avgpool";
  private static final List<String> RESNET_LAYERS = List.of("layer1", "layer2", "layer3", POOLED);
  private static final int STRIDE = 32;
  private static final int LEAST_PIXELS = 32;
  private static final int MOST_PIXELS = 512;
  private static final int USUAL_PIXELS = 96;

  /** What is used where nothing is said: the shipped network, wholly frozen, nothing varied. */
  public static final Network SHIPPED =
      new Network(
          Backbone.COMPACT,
          Optional.empty(),
          Drawing.DISC,
          COMPACT_PIXELS,
          FEATURES,
          Augmentation.NONE);

  /** The pretrained networks. */
  public enum Backbone {
    /** The shipped one, pretrained on simulated maps. */
    COMPACT,
    /** The published one (He et al., CVPR 2016), with weights of the user's. */
    RESNET_50
  }

  /** How a map becomes a square of pixels. */
  public enum Drawing {
    /** The disc that a reader sees, apex in the centre. */
    DISC,
    /**
     * Rings as rows and sectors as columns; convolutions wrap around from the last to the first.
     */
    POLAR
  }

  /**
   * A file of weights.
   *
   * @param location a path, or an address as {@code hdfs://host/resnet50.safetensors}
   * @param sha256 that it must have, 64 hexadecimal digits
   */
  public record WeightsFile(String location, String sha256) {

    /** What the names of such files end in. */
    public static final List<String> ENDINGS = List.of(".safetensors", ".h5", ".zip");

    static WeightsFile from(Settings settings) {
      String location = settings.location("weights");
      if (ENDINGS.stream().noneMatch(location.toLowerCase(Locale.ROOT)::endsWith)) {
        throw settings.invalid("weights", "a name that ends in " + String.join(", ", ENDINGS));
      }
      String sha256 = settings.text("sha256");
      if (!sha256.matches("[0-9a-fA-F]{64}")) {
        throw settings.invalid("sha256", "64 hexadecimal digits");
      }
      return new WeightsFile(location, sha256.toLowerCase(Locale.ROOT));
    }

    /** What it is, wherever it lies: digests of an experiment are made of this. */
    @Override
    public String toString() {
      return sha256;
    }
  }

  /**
   * Checks that they go together.
   *
   * @throws IllegalArgumentException where they do not
   */
  public Network {
    boolean compact = backbone == Backbone.COMPACT;
    boolean fit =
        compact ? pixels == COMPACT_PIXELS : pixels >= LEAST_PIXELS && pixels <= MOST_PIXELS;
    boolean polar = drawing == Drawing.POLAR;
    if (compact == weights.isPresent()
        || !layers(backbone).contains(frozenTo)
        || !fit
        || (polar && (compact || pixels % STRIDE != 0 || !frozenTo.equals(POOLED)))) {
      throw new IllegalArgumentException("Invalid network");
    }
  }

  private static List<String> layers(Backbone backbone) {
    return backbone == Backbone.COMPACT ? COMPACT_LAYERS : RESNET_LAYERS;
  }

  /**
   * From words of a file that may be anybody's.
   *
   * @throws IllegalArgumentException where they are not those of a network
   */
  public static Network of(
      String backbone,
      Optional<WeightsFile> weights,
      String drawing,
      int pixels,
      String frozenTo,
      Augmentation augmentation) {
    return new Network(
        Backbone.valueOf(backbone.toUpperCase(Locale.ROOT)),
        weights,
        Drawing.valueOf(drawing.toUpperCase(Locale.ROOT)),
        pixels,
        frozenTo,
        augmentation);
  }

  static Network from(Settings settings) {
    Backbone backbone = settings.choice("backbone", Backbone.class);
    boolean compact = backbone == Backbone.COMPACT;
    List<String> layers = layers(backbone);
    for (String key : List.of("weights", "sha256")) {
      if (compact && settings.has(key)) {
        throw settings.invalid(key, "none of the compact network: it comes with its own weights");
      }
    }
    Optional<WeightsFile> weights =
        compact ? Optional.empty() : Optional.of(WeightsFile.from(settings));
    Drawing drawing =
        settings.has("drawing") ? settings.choice("drawing", Drawing.class) : Drawing.DISC;
    if (compact && drawing == Drawing.POLAR) {
      throw settings.invalid("drawing", "disc for the compact network, which was trained on it");
    }
    int pixels =
        compact
            ? settings.whole("pixels", COMPACT_PIXELS, COMPACT_PIXELS, COMPACT_PIXELS)
            : settings.whole("pixels", LEAST_PIXELS, MOST_PIXELS, USUAL_PIXELS);
    if (drawing == Drawing.POLAR && pixels % STRIDE != 0) {
      throw settings.invalid("pixels", "a multiple of " + STRIDE + " where maps are drawn polar");
    }
    String frozenTo = settings.text("frozen-to", layers.get(layers.size() - 1));
    if (!layers.contains(frozenTo)) {
      throw settings.invalid("frozen-to", "one of " + String.join(", ", layers));
    }
    if (drawing == Drawing.POLAR && !frozenTo.equals(POOLED)) {
      throw settings.invalid("frozen-to", POOLED + " where maps are drawn polar");
    }
    return new Network(
        backbone,
        weights,
        drawing,
        pixels,
        frozenTo,
        settings.optionalBlock("augmentation").map(Augmentation::from).orElse(Augmentation.NONE));
  }

  /** The same with its weights elsewhere. */
  public Network withWeightsAt(String location) {
    return new Network(
        backbone,
        weights.map(file -> new WeightsFile(location, file.sha256())),
        drawing,
        pixels,
        frozenTo,
        augmentation);
  }

  /** What it is, in a line of a report. */
  public String description() {
    String name =
        switch (backbone) {
          case COMPACT -> "Compact residual network pretrained on simulated maps";
          case RESNET_50 ->
              "ResNet-50 with weights of SHA-256 "
                  + weights.map(file -> file.sha256().substring(0, 12)).orElse("unknown");
        };
    return frozenTo.equals("image") ? name + ", learnt on" : name + ", frozen to " + frozenTo;
  }
}
