package org.polarfold.simulate;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What became of a part.
 *
 * @param part which
 * @param rows written to each file of many patients, without headers
 * @param faults planted in it, lines counted from its own first row
 */
public record WrittenPart(SitePart part, Map<String, Integer> rows, List<PlantedFault> faults)
    implements Serializable {}
