questions-show = ສະແດງ
questions-pillar = ບໍລິການ
questions-profile = ວິທີເດີນທາງ
questions-scenario = ສະຖານະການ
questions-season = ລະດູການ
questions-direction = ທິດທາງ
questions-hazards = ພື້ນທີ່ອັນຕະລາຍ
questions-said = { $label }: { $value }
questions-hazards-left-out = ບໍ່ມີໃນຂໍ້ມູນນີ້; ທາງຕົວຈິງອາດຍາວກວ່າ
questions-nearest = ບໍ່ມີການປະສົມນີ້; ສະແດງແທນ: { $value }.
questions-pillar-any = ທຸກບໍລິການ
questions-pillar-physical-rehab = ການຟື້ນຟູຮ່າງກາຍ, ແຂນຂາທຽມ ແລະ ອຸປະກອນຊ່ວຍພະຍຸງ
questions-pillar-emergency-care = ການດູແລສຸກເສີນ ແລະ ການບາດເຈັບ
questions-pillar-continuing-care = ການປິ່ນປົວຕໍ່ເນື່ອງ
questions-pillar-psychosocial = ການຊ່ວຍເຫຼືອທາງຈິດໃຈ ແລະ ສັງຄົມ
questions-pillar-social-inclusion = ການມີສ່ວນຮ່ວມໃນສັງຄົມ
questions-pillar-economic-inclusion = ການມີສ່ວນຮ່ວມທາງເສດຖະກິດ
questions-profile-default = ຍ່າງ ແລະ ຂີ່ພາຫະນະ
questions-profile-walk = ຍ່າງ
questions-profile-vehicle = ຍ່າງ ແລະ ຂີ່ພາຫະນະ
questions-profile-wheelchair = ນັ່ງລໍ້ຍູ້
questions-profile-crutches = ໃຊ້ໄມ້ຄ້ຳ
questions-scenario-base = ຕາມທີ່ເປັນຢູ່
questions-season-all-year = ຕະຫຼອດປີ
questions-direction-to = ໄປຫາສູນ
questions-direction-from = ຈາກສູນ
questions-hazards-hazards = ພື້ນທີ່ອັນຕະລາຍຕາມທີ່ບັນທຶກໄວ້
questions-hazards-no-hazards = ປົດປ່ອຍພື້ນທີ່ອັນຕະລາຍທັງໝົດ
questions-threshold = ເກນເວລາ
questions-threshold-less = ເວລາສັ້ນລົງ
questions-threshold-more = ເວລາຍາວຂຶ້ນ
questions-threshold-own = ເກນເວລາຂອງການສຶກສາ: { $time }
questions-threshold-said = ພາຍໃນ { $time }: { $share } ຂອງ { $everyone } ຄົນ
questions-threshold-nobody = ພາຍໃນ { $time }: ຕາມຂໍ້ມູນນີ້ ບໍ່ມີໃຜອາໄສຢູ່ນີ້
questions-fewer-than-one = ໜ້ອຍກວ່າ 1
questions-answer-to =
    { $n ->
       *[other] { $service }: { $reached } ໃນ { $everyone } ຄົນ ({ $share }) ໄປຮອດສູນທີ່ໃກ້ທີ່ສຸດພາຍໃນ { $time }.
    }
questions-answer-from =
    { $n ->
       *[other] { $service }: ຈາກສູນທີ່ໃກ້ທີ່ສຸດ ໄປຮອດ { $reached } ໃນ { $everyone } ຄົນ ({ $share }) ພາຍໃນ { $time }.
    }
questions-answer-none = { $service }: ໃນ { $everyone } ຄົນ ບໍ່ມີໃຜຢູ່ພາຍໃນ { $time } ຈາກສູນ.
questions-answer-all = { $service }: ທັງ { $everyone } ຄົນ ຢູ່ພາຍໃນ { $time } ຈາກສູນ.
questions-answer-empty = { $service }: ຕາມຂໍ້ມູນນີ້ ບໍ່ມີໃຜອາໄສຢູ່ນີ້ ຈຶ່ງບໍ່ມີໃຜໃຫ້ນັບ.
questions-answer-no-way =
    { $n ->
       *[other] { $people } ຄົນບໍ່ມີທາງໄປຫາສູນ.
    }
questions-answer-inside =
    { $n ->
       *[other] { $people } ຄົນອາໄສຢູ່ໃນພື້ນທີ່ອັນຕະລາຍທີ່ບັນທຶກໄວ້.
    }
questions-answer-unknown =
    { $n ->
       *[other] ສຳລັບ { $people } ຄົນ ບໍ່ຮູ້ເວລາ: ບໍ່ມີຂໍ້ມູນພື້ນດິນ ຫຼື ເປັນພື້ນທີ່ບໍ່ມີໃຜຂ້າມ.
    }
questions-answer-beyond-limit =
    { $n ->
       *[other] ສຳລັບ { $people } ຄົນ ທາງຍາວກວ່າຂອບເຂດການຄົ້ນຫາຂອງການສຶກສາ.
    }
questions-answer-range = ສິ່ງທີ່ບໍ່ຮູ້ແນ່ນອນ ໄດ້ປ່ຽນແປງ { $draws } ຄັ້ງ: ໃນ { $part } ຂອງຄັ້ງເຫຼົ່ານີ້ ສັດສ່ວນຢູ່ລະຫວ່າງ { $low } ແລະ { $high }.
questions-answer-range-elsewhere = ຄວາມແນ່ນອນຂອງສັດສ່ວນ ຄຳນວນໄວ້ສຳລັບ { $time } ເທົ່ານັ້ນ.
questions-answer-dates = ປະຊາກອນປີ { $year }; ພື້ນທີ່ອັນຕະລາຍ, ສູນ ແລະ ຖະໜົນ ໃນວັນທີ { $day }.
questions-answer-day = ພື້ນທີ່ອັນຕະລາຍ, ສູນ ແລະ ຖະໜົນ ໃນວັນທີ { $day }.
questions-answer-year = ປະຊາກອນປີ { $year }.
questions-answer-before = ກ່ອນການປ່ຽນແປງ: { $reached } ຄົນ ({ $share }).
questions-answer-gain =
    { $n ->
       *[other] ເມື່ອປ່ຽນແປງແລ້ວ ມີ { $people } ຄົນເພີ່ມຂຶ້ນທີ່ຢູ່ພາຍໃນ { $time }.
    }
questions-answer-loss =
    { $n ->
       *[other] ເມື່ອປ່ຽນແປງແລ້ວ ມີ { $people } ຄົນຫຼຸດລົງທີ່ຢູ່ພາຍໃນ { $time }.
    }
questions-answer-same = ເມື່ອປ່ຽນແປງແລ້ວ ຈຳນວນຄົນທີ່ຢູ່ພາຍໃນ { $time } ຍັງເທົ່າເກົ່າ.
questions-waiting = ກຳລັງຖາມເຊີບເວີ…
