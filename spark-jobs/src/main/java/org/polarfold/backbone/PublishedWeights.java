package org.polarfold.backbone;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.backbone.ResNet50.Variant;
import org.polarfold.experiment.Network.WeightsFile;
import org.polarfold.provenance.Digest;

/**
 * A ResNet-50 with weights from a file of the user's: {@code .safetensors} as torchvision and timm
 * name them, {@code .h5} as Keras 2 does, or a {@code .zip} that DL4J has saved. All of them are
 * read, or none.
 *
 * @param network the variant to which such weights belong
 * @param weights all that it needs
 */
public record PublishedWeights(ResNet50 network, ResNetWeights weights) {

  private static final int LARGEST = 1 << 30;

  /**
   * Reads a file.
   *
   * @param location a path, or an address as {@code hdfs://host/resnet50.safetensors}
   * @param sha256 of the file, in hexadecimal
   * @throws UserException where it cannot be read, has another digest, or lacks a weight
   */
  public static PublishedWeights read(Configuration hadoop, String location, String sha256) {
    return of(location, verified(hadoop, location, sha256));
  }

  /** The bytes of a file of weights that has the digest. */
  static byte[] verified(Configuration hadoop, String location, String sha256) {
    String name = location.toLowerCase(Locale.ROOT);
    if (WeightsFile.ENDINGS.stream().noneMatch(name::endsWith)) {
      throw refused(location, "a file whose name ends in .safetensors, .h5 or .zip", null);
    }
    byte[] file = bytes(hadoop, location);
    String found = digest(file);
    if (!found.equals(sha256.toLowerCase(Locale.ROOT))) {
      throw refused(location, "SHA-256 " + sha256 + ", and it is " + found, null);
    }
    return file;
  }

  /** The weights in the bytes of a file; the end of its name tells what it is. */
  static PublishedWeights of(String location, byte[] file) {
    String name = location.toLowerCase(Locale.ROOT);
    try {
      PublishedWeights read = read(name, file);
      NeededWeights.requireVariances(read.network, read.weights);
      return read;
    } catch (WeightFlaw e) {
      throw refused(location, e.expected(), e);
    }
  }

  private static PublishedWeights read(String name, byte[] file) throws WeightFlaw {
    if (name.endsWith(".h5")) {
      return new PublishedWeights(
          new ResNet50(Variant.STRIDE_ON_1X1), KerasWeights.of(KerasFile.of(file)));
    }
    if (name.endsWith(".zip")) {
      Dl4jWeights weights = Dl4jWeights.of(Dl4jModel.of(file));
      return new PublishedWeights(weights.network(), weights);
    }
    ResNet50 network = new ResNet50(Variant.STRIDE_ON_3X3);
    return new PublishedWeights(network, TorchvisionWeights.of(network, SafeTensors.of(file)));
  }

  private static byte[] bytes(Configuration hadoop, String location) {
    try {
      Path path = new Path(location);
      try (InputStream stream = path.getFileSystem(hadoop).open(path)) {
        byte[] file = stream.readNBytes(LARGEST + 1);
        if (file.length > LARGEST) {
          throw refused(location, "at most 1 GiB", null);
        }
        return file;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw refused(location, "a file that can be read", e);
    }
  }

  private static String digest(byte[] file) {
    try {
      return Digest.ofStream(new ByteArrayInputStream(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static UserException refused(
      String location, String expected, @Nullable Exception cause) {
    String message = "Cannot use weights: " + location + " (expected " + expected + ")";
    return cause == null ? new UserException(message) : new UserException(message, cause);
  }
}
